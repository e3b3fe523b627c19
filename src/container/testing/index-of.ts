import type { Container } from '../../domain/format';
import { createMediaIndex, joinParts, type MediaIndex, type MediaPart } from '../media-index';
import type { Mp4Part } from '../mp4/mp4-part';
import type { WebmPart } from '../webm/webm-part';
import { collectGarbage } from './memory';

/** The parts of slices. */
export function partsOf(container: Container, slices: readonly Uint8Array[]): MediaPart[] {
  const index = createMediaIndex(container);
  return slices.map((slice) => index.push(slice));
}

/** How many slices an index still holds after it has read them all. */
export async function slicesInMemory(index: MediaIndex, slices: readonly Uint8Array[]): Promise<number> {
  const read = slices.map((slice) => {
    const copy = slice.slice();
    index.push(copy);
    return new WeakRef(copy.buffer);
  });
  // A WeakRef keeps its target until the task that made it has ended.
  await new Promise((resolve) => setTimeout(resolve));
  collectGarbage();
  const held = read.filter((buffer) => buffer.deref() !== undefined).length;
  // It is still in use.
  index.push(new Uint8Array());
  return held;
}

/** The joined parts of the slices of a WebM. */
export function webmPartOf(...slices: readonly Uint8Array[]): WebmPart {
  const part = joinParts(partsOf('webm', slices));
  if (part.container !== 'webm') throw new TypeError('Not WebM');
  return part;
}

/** The joined parts of the slices of an MP4. */
export function mp4PartOf(...slices: readonly Uint8Array[]): Mp4Part {
  const part = joinParts(partsOf('mp4', slices));
  if (part.container !== 'mp4') throw new TypeError('Not MP4');
  return part;
}
