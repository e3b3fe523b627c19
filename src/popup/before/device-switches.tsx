import { silenceLimitMs } from '../../devices/silence';
import { hasMicrophone, isShared } from '../../domain/options';
import { locale, t } from '../../extension/i18n';
import { formatInterval } from '../../ui/format-interval';
import { CameraIcon, MicrophoneIcon } from '../../ui/icons';
import { Meter } from '../../ui/meter';
import { SwitchField } from '../../ui/switch-field';
import { InputWarning } from '../during/input-warning';
import type { Popup } from '../model/model';
import { DeviceNote } from './device-note';

/** The switch "Microphone", its level while it is on, and what stands in its way. */
export function MicrophoneSwitch({ popup }: { readonly popup: Popup }) {
  const { choices, inputs } = popup;
  const source = popup.source.value;
  const isSource = source === 'microphone';
  const isOn = hasMicrophone({ ...choices.options.value, source });
  const obstacle = inputs.obstacles.microphone.value;
  return (
    <div class="device">
      <SwitchField
        id="microphone"
        label={t('microphone')}
        icon={<MicrophoneIcon />}
        checked={isOn}
        disabled={isSource}
        onChange={(on) => choices.change({ microphone: on })}
        describedBy={obstacle === undefined ? undefined : 'microphone-note'}
      >
        {isOn && obstacle === undefined && <Meter label={t('microphoneLevel')} level={inputs.level} />}
      </SwitchField>
      {inputs.silent.value && (
        <InputWarning text={t('microphoneSilent', formatInterval(silenceLimitMs, locale(), t))} />
      )}
      <DeviceNote popup={popup} device="microphone" isWanted={isOn} />
    </div>
  );
}

/** The switch "Camera inset", where the source has a picture of its own to stand in. */
export function CameraSwitch({ popup }: { readonly popup: Popup }) {
  const { choices, inputs } = popup;
  if (!isShared(popup.source.value)) return null;
  const { inset } = choices.options.value;
  return (
    <div class="device">
      <SwitchField
        id="inset"
        label={t('cameraInset')}
        icon={<CameraIcon />}
        checked={inset}
        onChange={(on) => choices.change({ inset: on })}
        describedBy={inputs.obstacles.camera.value === undefined ? undefined : 'camera-note'}
      />
      <DeviceNote popup={popup} device="camera" isWanted={inset} />
    </div>
  );
}
