import type { Container } from '../../domain/format';
import { captureSize, pictureBox, type Size } from '../../domain/picture-box';
import type { Plan } from '../../domain/plan';
import { pickerOptions } from './picker';
import { fixedSize, followedSize, tabConstraints } from './tab';

/** The part of `MediaDevices` that opens what is shared. */
export type SharingDevices = Pick<MediaDevices, 'getUserMedia' | 'getDisplayMedia'>;

/**
 * Opens the tab of the plan, or what the user chooses in the browser's picker; nothing if the source is a device.
 *
 * @param pixelRatio of a tab of whose display nothing is known
 * @throws DOMException the browser's or the user's refusal, as `getUserMedia` or `getDisplayMedia` rejects with
 */
export async function openShared(
  plan: Plan,
  container: Container,
  devices: SharingDevices = navigator.mediaDevices,
  pixelRatio = globalThis.devicePixelRatio,
): Promise<MediaStream | undefined> {
  const { source, surface, frameRate, resolution, followSize } = plan.options;
  const box = pictureBox(resolution, container);
  if (plan.tab !== undefined) {
    const { streamId, size, pixelRatio: ratio = pixelRatio } = plan.tab;
    if (size === undefined || followSize) {
      return devices.getUserMedia(tabConstraints(streamId, followedSize(box), frameRate));
    }
    // The browser rounds the other way.
    const page = { width: Math.ceil(size.width * ratio), height: Math.ceil(size.height * ratio) };
    const { frame, crop } = captureSize(page, box);
    const stream = await devices.getUserMedia(tabConstraints(streamId, fixedSize(frame), frameRate));
    if (crop !== undefined) await cropTo(stream, crop, frameRate);
    return stream;
  }
  return source === 'picker' ? devices.getDisplayMedia(pickerOptions(surface, box, frameRate)) : undefined;
}

/** Cuts the picture to its middle. If the browser refuses, the bars stay: no reason not to record. */
async function cropTo(stream: MediaStream, { width, height }: Size, frameRate: number): Promise<void> {
  const constraints = { width: { exact: width }, height: { exact: height }, frameRate: { max: frameRate } };
  const cropped = stream.getVideoTracks().map((track) => track.applyConstraints(constraints));
  await Promise.allSettled(cropped);
}
