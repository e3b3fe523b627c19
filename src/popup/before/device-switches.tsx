import { silenceLimitMs } from '../../devices/silence';
import { hasMicrophone, isShared } from '../../domain/options';
import { locale, t } from '../../extension/i18n';
import { CameraPicture } from '../../ui/camera-picture';
import { formatInterval } from '../../ui/formats';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { SwitchField } from '../../ui/switch-field';
import { Warning } from '../../ui/warning';
import type { Popup } from '../model/model';
import { InputItem } from '../parts/input-list';
import { DeviceNote } from './device-note';

/** The switch "Microphone", its level while it is on, and why it can't be used. */
export function MicrophoneSwitch({ popup }: { readonly popup: Popup }) {
  const { choices, inputs } = popup;
  const source = popup.source.value;
  const isSource = source === 'microphone';
  const isOn = hasMicrophone({ ...choices.options.value, source });
  const obstacle = inputs.obstacles.microphone.value;
  return (
    <InputItem>
      <SwitchField
        id="microphone"
        label={t('microphone')}
        kind="row"
        icon={<Icon name="microphone" />}
        checked={isOn}
        disabled={isSource}
        onChange={(on) => choices.change({ microphone: on })}
        describedBy={obstacle === undefined ? undefined : 'microphone-note'}
      >
        {isOn && obstacle === undefined && <Meter label={t('microphoneLevel')} level={inputs.level} />}
      </SwitchField>
      {inputs.silent.value && (
        <Warning role="alert">{t('microphoneSilent', formatInterval(silenceLimitMs, locale(), t))}</Warning>
      )}
      <DeviceNote popup={popup} device="microphone" isWanted={isOn} />
    </InputItem>
  );
}

/** The switch "Camera inset", for sources whose video can have an inset. */
export function CameraSwitch({ popup }: { readonly popup: Popup }) {
  const { choices, inputs } = popup;
  if (!isShared(popup.source.value)) return null;
  const { inset } = choices.options.value;
  return (
    <InputItem>
      <SwitchField
        id="inset"
        label={t('cameraInset')}
        kind="row"
        icon={<Icon name="camera" />}
        checked={inset}
        onChange={(on) => choices.change({ inset: on })}
        describedBy={inputs.obstacles.camera.value === undefined ? undefined : 'camera-note'}
      >
        {inset && inputs.hasPicture.value && <CameraPicture picture={inputs.picture} size="small" />}
      </SwitchField>
      <DeviceNote popup={popup} device="camera" isWanted={inset} />
    </InputItem>
  );
}
