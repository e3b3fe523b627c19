import type { Device } from '../../domain/failure';
import { t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { failureTexts } from '../../ui/failure-texts';
import type { Popup } from '../model/model';
import { Note } from './note';

interface DeviceNoteProps {
  readonly popup: Popup;
  readonly device: Device;
  /** Whether the recording needs the device, and would fail without it. */
  readonly isWanted: boolean;
}

/** Why a microphone or camera can't be used, before the recording starts. */
export function DeviceNote({ popup, device, isWanted }: DeviceNoteProps) {
  const obstacle = popup.inputs.obstacles[device].value;
  if (obstacle === undefined) return null;
  const isNotConnected = obstacle === 'not-connected';
  return (
    <Note
      id={`${device}-note`}
      tone={isWanted ? 'warning' : 'hint'}
      action={
        isNotConnected ? (
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
        )
      }
    >
      {t(isNotConnected ? notConnected[device] : failureTexts[obstacle].what)}
    </Note>
  );
}

const notConnected = { microphone: 'microphoneNotConnected', camera: 'cameraNotConnected' } as const;
