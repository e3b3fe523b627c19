import type { ColorMatrix } from '../../domain/color';
import { labelCodes, relabelAv1Config, unstated } from '../color-label';
import { concat } from '../concat';
import { ContainerError } from '../container-error';
import { type Element, ids, readElements, readFloat, readUint } from './ebml';
import { element, uintElement } from './ebml-writer';
import type { WebmTrack } from './webm-part';

/** The times in Info (RFC 9559, section 5.1.2). */
export interface WebmInfo {
  /** TimestampScale: the length of a tick in ns. */
  readonly tickNs: number;
  /** Duration in ticks; absent if there is no valid one. */
  readonly duration?: number;
  /** Every other child, unchanged. */
  readonly rest: Uint8Array;
}

const defaultTickNs = 1_000_000;

/**
 * Reads the element Info.
 *
 * @param data its data
 * @param offset its offset in the recording, in bytes
 */
export function readInfo(data: Uint8Array, offset: number): WebmInfo {
  let tickNs = defaultTickNs;
  let duration: number | undefined;
  const rest: Uint8Array[] = [];
  for (const child of readElements(data, offset)) {
    if (child.id === ids.CRC32 || child.id === ids.Void) continue;
    if (child.id === ids.Duration) {
      const value = readFloat(child);
      if (Number.isFinite(value) && value > 0) duration = value;
      continue;
    }
    if (child.id === ids.TimestampScale) tickNs = readUint(child.data, child.offset, child.id);
    rest.push(child.bytes);
  }
  if (tickNs === 0) throw new ContainerError('malformed', offset, 'TimestampScale', 'a tick of 0 ns');
  return { tickNs, ...(duration === undefined ? {} : { duration }), rest: concat(rest) };
}

const mostTracks = 64;

/**
 * Reads the element Tracks.
 *
 * @param data its data
 * @param offset its offset in the recording, in bytes
 * @param tickNs the length of a tick in ns
 * @throws {@link ContainerError} if there is no track
 */
export function readTracks(data: Uint8Array, offset: number, tickNs = defaultTickNs): WebmTrack[] {
  const tracks: WebmTrack[] = [];
  for (const entry of readElements(data, offset)) {
    if (entry.id === ids.TrackEntry) tracks.push(readTrack(entry, tickNs));
  }
  if (tracks.length === 0) throw new ContainerError('malformed', offset, 'Tracks', 'no track in it');
  if (tracks.length > mostTracks)
    throw new ContainerError('too-large', offset, 'Tracks', `${tracks.length} tracks`);
  return tracks;
}

function readTrack(entry: Element, tickNs: number): WebmTrack {
  const values = new Map<number, number>();
  let codec = '';
  for (const child of readElements(entry.data, entry.offset + entry.bytes.length - entry.data.length)) {
    if (child.id === ids.TrackNumber || child.id === ids.TrackType || child.id === ids.DefaultDuration) {
      values.set(child.id, readUint(child.data, child.offset, child.id));
    }
    if (child.id === ids.CodecID) codec = String.fromCharCode(...child.data.subarray(0, 32));
  }
  const number = values.get(ids.TrackNumber);
  if (number === undefined)
    throw new ContainerError('malformed', entry.offset, 'TrackEntry', 'no TrackNumber in it');
  return {
    number,
    type: values.get(ids.TrackType) ?? 0,
    frame: (values.get(ids.DefaultDuration) ?? 0) / tickNs,
    codec,
  };
}

/** The track that Cues refer to: the first video track, or the first track of a file without video. */
export function cueTrackOf(tracks: readonly WebmTrack[]): WebmTrack | undefined {
  return tracks.find((track) => track.type === 1) ?? tracks[0];
}

/**
 * The element Tracks with what a new header states of the colors. VP8 that states nothing is BT.601 (RFC 6386, section 9.2);
 * players take a large one for BT.709 unless the header says so.
 *
 * @param bytes the whole element
 * @param number of the video track
 * @param matrix if it was found out
 */
export function labelTracks(bytes: Uint8Array, number: number, matrix: ColorMatrix | undefined): Uint8Array {
  const stated = matrix ?? (isUnlabelledVp8(bytes, number) ? 'bt601' : undefined);
  return stated === undefined ? bytes : relabelTracks(bytes, number, stated);
}

function isUnlabelledVp8(bytes: Uint8Array, number: number): boolean {
  const track = trackEntries(bytes).find((entry) => readTrack(entry, defaultTickNs).number === number);
  if (track === undefined || readTrack(track, defaultTickNs).codec !== 'V_VP8') return false;
  const video = childElements(track).find(({ id }) => id === ids.Video);
  const color = video && childElements(video).find(({ id }) => id === ids.Colour);
  return !(color && childElements(color).some(({ id }) => id === ids.MatrixCoefficients));
}

/**
 * The element Tracks with a video track whose colors have that matrix (RFC 9559, section 5.1.4.1.28), also in its
 * CodecPrivate. What it states of its colors beside that stays.
 *
 * @param bytes the whole element
 */
function relabelTracks(bytes: Uint8Array, number: number, matrix: ColorMatrix): Uint8Array {
  const [tracks] = readElements(bytes, 0);
  if (tracks === undefined) return bytes;
  return replaceIn(tracks, (entry) => {
    const isWanted = entry.id === ids.TrackEntry && readTrack(entry, defaultTickNs).number === number;
    if (!isWanted) return entry.bytes;
    const isAv1 = readTrack(entry, defaultTickNs).codec === 'V_AV1';
    return replaceIn(entry, (child) => {
      if (child.id === ids.Video) return relabelVideo(child, matrix);
      return child.id === ids.CodecPrivate && isAv1
        ? element(child.id, relabelAv1Config(child.data, matrix))
        : child.bytes;
    });
  });
}

/** What the numbers of tracks become. */
export type NewNumbers = ReadonlyMap<number, number>;

/**
 * What the track numbers of a recording become in a clip that begins with another one. Chromium numbers tracks in the order
 * in which their first frames came.
 *
 * @param bytes the whole element Tracks
 * @param first that of the other recording
 * @returns only numbers that change
 */
export function newNumbers(bytes: Uint8Array, first: Uint8Array): NewNumbers {
  const [own, others] = [trackEntries(bytes), trackEntries(first)].map((entries) =>
    entries.map((entry) => readTrack(entry, defaultTickNs)),
  );
  const numbers = new Map<number, number>();
  for (const { number, type } of own ?? []) {
    const place = own?.filter((track) => track.type === type).findIndex((track) => track.number === number);
    const target = others?.filter((track) => track.type === type)[place ?? -1];
    if (target !== undefined && target.number !== number) numbers.set(number, target.number);
  }
  return numbers;
}

/**
 * What the tracks of recordings must have in common to be joined: everything but the random UIDs, and the order.
 *
 * @param bytes the whole element Tracks
 */
export function comparableTracks(bytes: Uint8Array, numbers: NewNumbers): Uint8Array {
  const entries = trackEntries(bytes).map((entry) => {
    const { number } = readTrack(entry, defaultTickNs);
    const renumbered = numbers.get(number) ?? number;
    const replaced = replaceIn(entry, (child) => {
      if (child.id === ids.TrackUID) return new Uint8Array();
      return child.id === ids.TrackNumber ? uintElement(ids.TrackNumber, renumbered) : child.bytes;
    });
    return { number: renumbered, replaced };
  });
  return concat(entries.sort((one, two) => one.number - two.number).map(({ replaced }) => replaced));
}

function trackEntries(bytes: Uint8Array): Element[] {
  const [tracks] = readElements(bytes, 0);
  return tracks === undefined ? [] : childElements(tracks).filter(({ id }) => id === ids.TrackEntry);
}

function relabelVideo(video: Element, matrix: ColorMatrix): Uint8Array {
  const children = childElements(video);
  const color = children.find(({ id }) => id === ids.Colour);
  const stated =
    color === undefined ? defaultColor : childElements(color).map(({ id, bytes }) => [id, bytes] as const);
  const others = stated.filter(([id]) => id !== ids.MatrixCoefficients && id !== ids.CRC32);
  const label = uintElement(ids.MatrixCoefficients, labelCodes.h273[matrix]);
  return element(
    ids.Video,
    ...children.filter(({ id }) => id !== ids.Colour && id !== ids.CRC32).map((child) => child.bytes),
    element(ids.Colour, label, ...others.map(([, child]) => child)),
  );
}

const broadcastRange = 1;

/** See {@link unstated}. */
const defaultColor = (
  [
    [ids.Range, broadcastRange],
    [ids.TransferCharacteristics, unstated.transfer],
    [ids.Primaries, unstated.primaries],
  ] as const
).map(([id, value]) => [id, uintElement(id, value)] as const);

/** A master element with other children. */
function replaceIn(parent: Element, replace: (child: Element) => Uint8Array): Uint8Array {
  const children = childElements(parent).filter(({ id }) => id !== ids.CRC32);
  return element(parent.id, ...children.map(replace));
}

function childElements({ data, offset, bytes }: Element): Element[] {
  return [...readElements(data, offset + bytes.length - data.length)];
}
