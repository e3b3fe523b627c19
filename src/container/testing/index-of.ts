import type { Container } from '../../domain/format';
import { createMediaIndex, joinParts, type MediaPart, resumeMediaIndex } from '../media-index';
import type { Mp4Part } from '../mp4/mp4-part';
import type { WebmPart } from '../webm/webm-part';

/** The parts of slices. */
export function partsOf(container: Container, slices: readonly Uint8Array[]): MediaPart[] {
  const index = createMediaIndex(container);
  return slices.map((slice) => index.push(slice));
}

/** The parts of slices, each by an index that goes on from a copy of the state of the one before. */
export function partsOfResumed(container: Container, slices: readonly Uint8Array[]): MediaPart[] {
  let index = createMediaIndex(container);
  return slices.map((slice) => {
    index = resumeMediaIndex(structuredClone(index.state));
    return index.push(slice);
  });
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
