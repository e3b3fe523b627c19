import type { ColorMatrix } from '../domain/color';
import type { Container } from '../domain/format';
import { relabelInPlace } from './color-label';
import type { ContainerError } from './container-error';
import { Mp4Index } from './mp4/mp4-index';
import { joinMp4Parts, type Mp4Part } from './mp4/mp4-part';
import type { Salvage } from './salvage';
import { WebmIndex } from './webm/webm-index';
import { writeClusterSizes } from './webm/webm-pack';
import { joinWebmParts, type WebmPart } from './webm/webm-part';

/**
 * The part of a recording's index that covers one slice, or several consecutive ones: stored with them, in the same
 * transaction. Structured-cloneable.
 */
export type MediaPart = WebmPart | Mp4Part;

/** Reads a recording slice by slice; see {@link WebmIndex} and {@link Mp4Index}. */
export interface MediaIndex {
  /**
   * Reads the next slice, which may be empty and may end anywhere.
   *
   * @throws ContainerError if the bytes contradict the format; then every later call throws the same error
   */
  push(slice: Uint8Array): MediaPart;
  /**
   * Reads the next slice up to the first byte that contradicts the format; `error` says so then.
   *
   * @throws ContainerError if an earlier slice did
   */
  read(slice: Uint8Array): MediaPart;
  /** Why no more bytes are read. */
  readonly error: ContainerError | undefined;
  /** After the last slice: what is complete of the Cluster or fragment that the bytes end in, beyond the parts. */
  salvage(): Salvage<MediaPart> | undefined;
}

/** An index for a new recording. */
export function createMediaIndex(container: Container): MediaIndex {
  return container === 'webm' ? new WebmIndex() : new Mp4Index();
}

/**
 * Joins the parts of consecutive slices; associative.
 *
 * @throws RangeError if there are none, if there is a gap between them, or if they are of different containers
 */
export function joinParts(parts: readonly MediaPart[]): MediaPart {
  const webm = parts.filter((part) => part.container === 'webm');
  const mp4 = parts.filter((part) => part.container === 'mp4');
  if (webm.length > 0 && mp4.length > 0) throw new RangeError('Parts of two containers');
  return mp4.length > 0 ? joinMp4Parts(mp4) : joinWebmParts(webm);
}

/**
 * Finishes the bytes of a pack, in place, because they are copied anyway: it corrects the labels of the colors, which
 * would take a slice each in the file, and in WebM it writes the known sizes of the Clusters.
 *
 * @param bytes all the bytes that `part` covers
 * @param part the joined parts of the pack's slices
 * @param lastEnd WebM: the end of the pack's last Cluster; see {@link writeClusterSizes}
 * @param matrix of the video's colors, if it was found out
 * @returns the part to store with the pack
 * @throws RangeError if the bytes are not those that were indexed
 */
export function finishPack(
  bytes: Uint8Array,
  part: MediaPart,
  lastEnd?: number,
  matrix?: ColorMatrix,
): MediaPart {
  const sized = part.container === 'webm' ? writeClusterSizes(bytes, part, lastEnd) : part;
  if (matrix === undefined || sized.labels === undefined) return sized;
  return { ...sized, labels: relabelInPlace(bytes, part.start, sized.labels, matrix) };
}

/** The end of the Cluster that continues into these parts, for {@link finishPack}; `undefined` if not known yet. */
export function closesOf(following: readonly MediaPart[]): number | undefined {
  for (const part of following) {
    if (part.container === 'webm' && part.closes !== undefined) return part.closes;
  }
  return undefined;
}
