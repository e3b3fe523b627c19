import { t } from '../../extension/i18n';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { SwitchField } from '../../ui/switch-field';
import { InputWarning } from '../during/input-warning';
import { hasInset, type Popup } from '../model/model';
import { DeviceNote } from './device-note';

/** The switch "Microphone", its level while it is on, and what stands in its way. */
export function MicrophoneSwitch({ popup }: { readonly popup: Popup }) {
  const { choices, inputs } = popup;
  const isSource = popup.source.value === 'microphone';
  const isOn = isSource || choices.options.value.microphone;
  const obstacle = inputs.obstacles.microphone.value;
  return (
    <div class="device">
      <SwitchField
        id="microphone"
        label={t('microphone')}
        icon={<Icon name="microphone" />}
        checked={isOn}
        disabled={isSource}
        onChange={(on) => choices.change({ microphone: on })}
        describedBy={obstacle === undefined ? undefined : 'microphone-note'}
      >
        {isOn && obstacle === undefined && <Meter label={t('microphoneLevel')} level={inputs.level} />}
      </SwitchField>
      {inputs.silent.value && <InputWarning text={t('microphoneSilent')} />}
      <DeviceNote popup={popup} device="microphone" isWanted={isOn} />
    </div>
  );
}

/** The switch "Camera inset", where the source has a picture of its own to stand in. */
export function CameraSwitch({ popup }: { readonly popup: Popup }) {
  const { choices, inputs } = popup;
  if (!hasInset(popup.source.value)) return null;
  const { inset } = choices.options.value;
  return (
    <div class="device">
      <SwitchField
        id="inset"
        label={t('cameraInset')}
        icon={<Icon name="camera" />}
        checked={inset}
        onChange={(on) => choices.change({ inset: on })}
        describedBy={inputs.obstacles.camera.value === undefined ? undefined : 'camera-note'}
      />
      <DeviceNote popup={popup} device="camera" isWanted={inset} />
    </div>
  );
}
