import { concat } from '../concat';
import { ids } from '../webm/ebml';
import { element, encodeId, floatElement, uintElement, unknownSize8 } from '../webm/ebml-writer';

/** The EBML header of a WebM. */
export const ebmlHeader = element(ids.EBML, element(ids.DocType, new TextEncoder().encode('webm')));

/** Info with ticks of 1 ms, and an optional Duration. */
export function info(duration?: number): Uint8Array {
  const rest = duration === undefined ? [] : [floatElement(ids.Duration, duration)];
  return element(ids.Info, uintElement(ids.TimestampScale, 1_000_000), ...rest);
}

/** Tracks: 1 is video, 2 is audio. */
export function tracks(kinds: readonly ('video' | 'audio')[] = ['video', 'audio'], uid?: number): Uint8Array {
  const uids = uid === undefined ? [] : [uintElement(ids.TrackUID, uid)];
  const entries = kinds.map((kind) => {
    const type = kind === 'video' ? 1 : 2;
    return element(
      ids.TrackEntry,
      uintElement(ids.TrackNumber, type),
      ...uids,
      uintElement(ids.TrackType, type),
    );
  });
  return element(ids.Tracks, ...entries);
}

/** A master element of unknown size. */
export function open(id: number, ...children: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concat([encodeId(id), unknownSize8, ...children]);
}

/** The data of a block: track, relative time in ms, flags (0x80: key), and frames. */
export function blockData(track: number, time: number, flags: number, frames = 5): Uint8Array {
  return Uint8Array.of(
    0x80 | track,
    (time >> 8) & 0xff,
    time & 0xff,
    flags,
    ...new Uint8Array(frames).fill(0xa3),
  );
}

/** A SimpleBlock; `key` makes it a key frame. */
export function simpleBlock(track: number, time: number, key = true, frames = 5): Uint8Array {
  return element(ids.SimpleBlock, blockData(track, time, key ? 0x80 : 0, frames));
}

/** A BlockGroup; with a reference it is no key frame. */
export function blockGroup(track: number, time: number, reference?: number, duration?: number): Uint8Array {
  return element(
    ids.BlockGroup,
    element(ids.Block, blockData(track, time, 0)),
    ...(duration === undefined ? [] : [uintElement(ids.BlockDuration, duration)]),
    ...(reference === undefined ? [] : [element(ids.ReferenceBlock, Uint8Array.of(reference & 0xff))]),
  );
}

/** A Cluster of unknown size, as Chrome writes it. */
export function cluster(time: number, ...children: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return open(ids.Cluster, uintElement(ids.Timestamp, time), ...children);
}

/** A Cluster of known size. */
export function sizedCluster(time: number, ...children: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return element(ids.Cluster, uintElement(ids.Timestamp, time), ...children);
}

/** A recording as Chrome writes it: a Segment of unknown size. */
export function recording(...clusters: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concat([ebmlHeader, open(ids.Segment, info(), tracks(), ...clusters)]);
}
