import type { MediaDevice } from '../devices/list-devices';

/**
 * An option of a select of devices. `default`: whatever the system gives; `unnamed`: the chosen one, which the
 * browser does not name before permission; `not-connected`: the chosen one, which is not there.
 */
export type DeviceChoice =
  | { readonly id: string; readonly name: string }
  | { readonly id: ''; readonly what: 'default'; readonly name: string | undefined }
  | { readonly id: string; readonly what: 'unnamed' | 'not-connected' };

/**
 * What a person can choose from: the default, the devices, and what they chose before, in any case.
 *
 * @param chosenId the `deviceId` that was chosen; empty: the default
 */
export function deviceChoices(devices: readonly MediaDevice[], chosenId: string): readonly DeviceChoice[] {
  // Before permission they have neither name nor id.
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
