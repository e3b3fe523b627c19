import type { Container } from '../../domain/format';
import { captureSize, pictureBox, type Size } from '../../domain/picture-box';
import type { Plan } from '../../domain/plan';
import { keepOwnSize } from './own-size';
import { pickerOptions } from './picker';
import { fixedSize, followedSize, tabConstraints } from './tab';

/** The part of `MediaDevices` that opens what is shared. */
export type SharingDevices = Pick<MediaDevices, 'getUserMedia' | 'getDisplayMedia'>;

/**
 * Opens the tab of the plan, or what the user chooses in the browser's picker; nothing if the source is a device.
 *
 * @param pixelRatio of a tab of whose display nothing is known
 * @param keepSize limits a tab that was picked to its own size
 * @throws DOMException the browser's or the user's refusal, as `getUserMedia` or `getDisplayMedia` rejects with
 */
export async function openShared(
  plan: Plan,
  container: Container,
  devices: SharingDevices = navigator.mediaDevices,
  pixelRatio = globalThis.devicePixelRatio,
  keepSize: (track: MediaStreamTrack, frameRate: number) => Promise<void> = keepOwnSize,
): Promise<MediaStream | undefined> {
  const { source, surface, frameRate, resolution, followSize } = plan.options;
  if (plan.tab !== undefined) {
    const { streamId, size, defaultZoom } = plan.tab;
    const ratio = (plan.tab.pixelRatio ?? pixelRatio) / defaultZoom;
    const page =
      size === undefined
        ? undefined
        : { width: physical(size.width, ratio), height: physical(size.height, ratio) };
    const box = pictureBox(resolution, container, page);
    if (page === undefined || followSize) {
      return devices.getUserMedia(tabConstraints(streamId, followedSize(box, page), frameRate));
    }
    const { frame, crop } = captureSize(page, box);
    const stream = await devices.getUserMedia(tabConstraints(streamId, fixedSize(frame), frameRate));
    if (crop !== undefined) await cropTo(stream, crop, frameRate);
    return stream;
  }
  if (source !== 'picker') return undefined;
  const box = pictureBox(resolution, container);
  const stream = await devices.getDisplayMedia(pickerOptions(surface, box, frameRate));
  const [screen] = stream.getVideoTracks();
  const isTab = screen?.getSettings().displaySurface === 'browser';
  if (screen !== undefined && isTab) await keepSize(screen, frameRate);
  return stream;
}

/** Rounded up, because the browser rounds the other way; but a ratio such as 1.1 is a little more than that. */
function physical(length: number, ratio: number): number {
  return Math.ceil(length * ratio - 0.01);
}

/** Cuts the picture to its middle. If the browser refuses, the bars stay: no reason not to record. */
async function cropTo(stream: MediaStream, { width, height }: Size, frameRate: number): Promise<void> {
  const constraints = { width: { exact: width }, height: { exact: height }, frameRate: { max: frameRate } };
  const cropped = stream.getVideoTracks().map((track) => track.applyConstraints(constraints));
  await Promise.allSettled(cropped);
}
