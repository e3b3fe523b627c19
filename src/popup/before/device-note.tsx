import type { Device } from '../../domain/failure';
import { t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { failureTexts } from '../../ui/failure-texts';
import { Icon } from '../../ui/icon';
import type { Popup } from '../model/model';

interface DeviceNoteProps {
  readonly popup: Popup;
  readonly device: Device;
  /** Whether the recording would fail by it. */
  readonly isWanted: boolean;
}

/** What stands in the way of a microphone or camera, said before the start, and the button that helps. */
export function DeviceNote({ popup, device, isWanted }: DeviceNoteProps) {
  const obstacle = popup.inputs.obstacles[device].value;
  if (obstacle === undefined) return null;
  const isNotConnected = obstacle === 'not-connected';
  return (
    <div class={isWanted ? 'device-note device-note-warning' : 'device-note'}>
      {isWanted && <Icon name="warning" />}
      <p id={`${device}-note`}>{t(isNotConnected ? notConnected[device] : failureTexts[obstacle].what)}</p>
      {isNotConnected ? (
        <Button
          kind="plain"
          onClick={() =>
            popup.choices.change(device === 'microphone' ? { microphoneId: '' } : { cameraId: '' })
          }
        >
          {t('useDefaultDevice')}
        </Button>
      ) : (
        <Button kind="plain" onClick={() => void popup.act('open-setup')}>
          {t('actionOpenSetup')}
        </Button>
      )}
    </div>
  );
}

const notConnected = { microphone: 'microphoneNotConnected', camera: 'cameraNotConnected' } as const;
