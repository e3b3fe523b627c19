import type { Progress } from '../../domain/snapshot';
import { t } from '../../extension/i18n';
import { DeviceField } from '../../ui/device-field';
import type { Popup } from '../model/model';
import { Disclosure, Group } from '../parts/disclosure';
import { GainFields } from '../parts/gain-fields';
import { InsetFields } from '../parts/inset-fields';

interface RecordingOptionsProps {
  readonly popup: Popup;
  readonly progress: Progress;
}

/** The options that can be changed while recording, and seldom are. */
export function RecordingOptions({ popup, progress }: RecordingOptionsProps) {
  const { microphone, inset, sourceSound } = progress;
  const { microphoneId, cameraId } = popup.choices.options.value;
  const devices = popup.inputs.devices.value;
  if (microphone === undefined && inset === undefined) return null;
  return (
    <Disclosure>
      {microphone !== undefined && (
        <Group label={t('groupSound')}>
          <DeviceField
            device="microphone"
            devices={devices.microphone}
            chosenId={microphoneId}
            onChange={(id) => void popup.adjust({ microphoneId: id })}
          />
          <GainFields popup={popup} microphone source={sourceSound} />
        </Group>
      )}
      {inset !== undefined && (
        <Group label={t('groupCamera')}>
          <DeviceField
            device="camera"
            devices={devices.camera}
            chosenId={cameraId}
            onChange={(id) => void popup.adjust({ cameraId: id })}
          />
          <InsetFields popup={popup} />
        </Group>
      )}
    </Disclosure>
  );
}
