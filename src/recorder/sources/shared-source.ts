import type { Container } from '../../domain/format';
import { pictureBox } from '../../domain/picture-box';
import type { Plan } from '../../domain/plan';
import { pickerOptions } from './picker';
import { tabConstraints } from './tab';

/** The part of `MediaDevices` that opens what is shared. */
export type SharingDevices = Pick<MediaDevices, 'getUserMedia' | 'getDisplayMedia'>;

/**
 * Opens the tab of the plan, or what the user chooses in the browser's picker; nothing if the source is a device.
 *
 * @throws DOMException the browser's or the user's refusal, as `getUserMedia` or `getDisplayMedia` rejects with
 */
export async function openShared(
  plan: Plan,
  container: Container,
  devices: SharingDevices = navigator.mediaDevices,
): Promise<MediaStream | undefined> {
  const { source, surface, frameRate, resolution } = plan.options;
  const box = pictureBox(resolution, container);
  if (plan.tab !== undefined) {
    return devices.getUserMedia(tabConstraints(plan.tab.streamId, box, frameRate));
  }
  return source === 'picker' ? devices.getDisplayMedia(pickerOptions(surface, box, frameRate)) : undefined;
}
