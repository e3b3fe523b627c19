import type { MediaDevice } from '../devices/list-devices';

/**
 * An option in a list of devices. `default`: the system's default device; `unnamed`: the chosen one, whose name the
 * browser hides until permission is granted; `not-connected`: the chosen one, which is not connected.
 */
export type DeviceChoice =
  | { readonly id: string; readonly name: string }
  | { readonly id: ''; readonly what: 'default'; readonly name: string | undefined }
  | { readonly id: string; readonly what: 'unnamed' | 'not-connected' };

/**
 * The options to choose from: the default, every device, and always the chosen one.
 *
 * @param chosenId the chosen `deviceId`; empty: the default
 */
export function deviceChoices(devices: readonly MediaDevice[], chosenId: string): readonly DeviceChoice[] {
  // Without permission, devices have neither name nor id.
  const named = devices.filter(({ id, name }) => id !== '' && name !== '');
  const standard = named.find(({ isDefault }) => isDefault);
  const choices = [
    { id: '', what: 'default', name: standard?.name } as const,
    ...named.map(({ id, name }) => ({ id, name })),
  ];
  if (choices.some(({ id }) => id === chosenId)) return choices;
  const isUnnamed = devices.some(({ id }) => id === '' || id === chosenId);
  return [...choices, { id: chosenId, what: isUnnamed ? 'unnamed' : 'not-connected' }];
}
