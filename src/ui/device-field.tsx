import type { MediaDevice } from '../devices/list-devices';
import type { Device } from '../domain/failure';
import { t } from '../extension/i18n';
import { type DeviceChoice, deviceChoices } from './device-choices';
import { SelectField } from './fields';
import { isolate } from './isolate';

interface DeviceFieldProps {
  readonly device: Device;
  readonly devices: readonly MediaDevice[];
  /** The chosen `deviceId`; empty: the default. */
  readonly chosenId: string;
  readonly onChange: (id: string) => void;
}

const labels = { microphone: 'microphoneDevice', camera: 'cameraDevice' } as const;

/** The select "Microphone device" or "Camera device". A device that is not connected stays chosen, and says so. */
export function DeviceField({ device, devices, chosenId, onChange }: DeviceFieldProps) {
  return (
    <SelectField
      id={`${device}-device`}
      label={t(labels[device])}
      value={chosenId}
      options={deviceChoices(devices, chosenId).map((choice) => ({
        value: choice.id,
        label: labelOf(choice),
      }))}
      onChange={onChange}
    />
  );
}

function labelOf(choice: DeviceChoice): string {
  if (!('what' in choice)) return choice.name;
  switch (choice.what) {
    case 'default':
      return choice.name === undefined ? t('deviceDefault') : t('deviceDefaultNamed', isolate(choice.name));
    case 'unnamed':
      return t('deviceUnnamed');
    case 'not-connected':
      return t('deviceNotConnected');
  }
}
