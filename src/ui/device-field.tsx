import type { Device } from '../domain/failure';
import type { MediaDevice } from '../platform/devices';
import { t } from '../platform/i18n';
import { isolate } from './isolate';
import { SelectField } from './select-field';

interface DeviceFieldProps {
  readonly device: Device;
  readonly devices: readonly MediaDevice[];
  /** The `deviceId` that was chosen; empty: the default. */
  readonly chosenId: string;
  readonly onChange: (id: string) => void;
}

const labels = { microphone: 'microphoneDevice', camera: 'cameraDevice' } as const;

/** The select "Microphone device" or "Camera device"; one that is not connected stays chosen, and says so. */
export function DeviceField({ device, devices, chosenId, onChange }: DeviceFieldProps) {
  // Before permission they have neither name nor id.
  const named = devices.filter(({ id, name }) => id !== '' && name !== '');
  const standard = named.find(({ isDefault }) => isDefault);
  const options = [
    {
      value: '',
      label: standard === undefined ? t('deviceDefault') : t('deviceDefaultNamed', isolate(standard.name)),
    },
    ...named.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const isThere = options.some(({ value }) => value === chosenId);
  return (
    <SelectField
      id={`${device}-device`}
      label={t(labels[device])}
      value={chosenId}
      options={isThere ? options : [...options, { value: chosenId, label: t('deviceNotConnected') }]}
      onChange={onChange}
    />
  );
}
