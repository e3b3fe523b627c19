import { boundTolerance } from '../clip-piece';
import { concat } from '../concat';
import { ContainerError } from '../container-error';
import type { Packet, PieceBounds, PieceCodec, PieceFrame, PieceSource } from '../piece-source';
import { box, fullBox, type Rope, readBoxes, words } from './mp4-boxes';
import { leadOf } from './mp4-cut';
import { long } from './mp4-edits';
import { handlerOf, type Mp4Track, readMoov, sampleEntriesOf, stsdOf, trackIdOf } from './mp4-moov';
import { chunkRow, type Mp4Header, type Mp4Part } from './mp4-part';
import { traksOf } from './mp4-plain';
import { decodedMs, keySamples, type Mp4Timeline, shownMs, timelinesOf } from './mp4-timeline';

/**
 * By the type of the sample entry. The parameter sets of `avc1` are in the header, so that new ones would have no place;
 * `MediaRecorder` writes `avc3` here.
 */
const codecs: Readonly<Record<string, PieceCodec>> = { avc3: 'h264', vp09: 'vp9', av01: 'av1' };

/**
 * The piece of a recording from a moment to the next key frame; `undefined` if the moment is a place where the recording
 * can be cut without it, or if no key frame comes before.
 *
 * @param part the joined parts of the whole recording
 * @throws ContainerError `unsupported` if its video can't be encoded again; `no-media` if it has none
 */
export function readMp4Piece(part: Mp4Part, { startMs, endMs }: PieceBounds): PieceSource | undefined {
  const { header } = part;
  const timelines = timelinesOf(part);
  const lead = leadOf(timelines);
  // Without video, each sample is a place.
  if (header === undefined || !lead.isVideo) return undefined;
  const shown = shownMs(lead);
  const keys = keySamples(lead.samples);
  const limit = (endMs ?? Number.POSITIVE_INFINITY) - boundTolerance;
  const key = keys.findLast((sample) => (shown[sample] ?? 0) <= startMs + boundTolerance);
  if (key === undefined || Math.abs((shown[key] ?? 0) - startMs) <= boundTolerance) return undefined;
  const next = keys.find((sample) => sample > key && (shown[sample] ?? 0) < limit);
  const until = next ?? countUntil(shown, limit);
  const piece = {
    startMs,
    endMs: next === undefined ? Math.min(endMs ?? Infinity, decodedMs(lead, until)) : decodedMs(lead, next),
  };
  const frames = packetsOf(lead, shown, key, until).map((packet, index) => ({
    ...packet,
    isKey: index === 0,
  }));
  // The first one from `endMs` on is in the range that follows.
  const end = next === undefined ? limit : piece.endMs - boundTolerance;
  const others = timelines.flatMap((timeline) => {
    if (timeline === lead) return [];
    const times = shownMs(timeline);
    const from = countUntil(times, startMs - boundTolerance);
    return packetsOf(timeline, times, from, Math.max(countUntil(times, end), from));
  });
  const tracks = readMoov(header.moov, header.moovStart);
  const track = tracks.find(({ id }) => id === trackIdOf(lead.trak));
  const codec = codecs[track?.codec ?? ''];
  if (codec === undefined) {
    throw new ContainerError('unsupported', part.start, 'stsd', 'a codec that can’t be encoded again');
  }
  return {
    codec,
    nalLength: track?.nalLength ?? 0,
    frames,
    others,
    ...piece,
    goesOn: next !== undefined,
    make: (encoded, data) => makePiece({ header, tracks, timelines, lead }, piece, encoded, others, data),
  };
}

/** Whether the video of a recording with that header, if any, can be encoded again. */
export function mp4TakesPieces({ moov, moovStart }: Mp4Header): boolean {
  const traks = [...readBoxes(moov, moovStart)].flatMap(traksOf);
  const video = traks.find((trak) => handlerOf(trak) === 'vide');
  return video === undefined || codecs[sampleEntriesOf(stsdOf(video))[0]?.type ?? ''] !== undefined;
}

/** How many times are before the limit, if they are in order. */
function countUntil(times: Float64Array, limit: number): number {
  const first = times.findIndex((time) => time >= limit);
  return first < 0 ? times.length : first;
}

/** The samples of a track from `from` up to `to`, which isn't one of them. */
function packetsOf({ trak, samples }: Mp4Timeline, times: Float64Array, from: number, to: number): Packet[] {
  const packets: Packet[] = [];
  const track = trackIdOf(trak);
  let sample = 0;
  for (let row = 0; row < samples.chunks.length && sample < to; row += chunkRow.length) {
    let at = samples.chunks[row + chunkRow.offset] ?? 0;
    for (let left = samples.chunks[row + chunkRow.samples] ?? 0; left > 0; left--, sample++) {
      const end = at + (samples.sizes[sample] ?? 0);
      if (sample >= from && sample < to) {
        packets.push({ track, start: at, end, timeMs: times[sample] ?? 0, isKey: true });
      }
      at = end;
    }
  }
  return packets;
}

/** The recording that a piece is of. */
interface Original {
  readonly header: Mp4Header;
  readonly tracks: readonly Mp4Track[];
  readonly timelines: readonly Mp4Timeline[];
  readonly lead: Mp4Timeline;
}

/** A sample of a piece; times are in ticks of its track. */
interface NewSample {
  readonly data: Uint8Array;
  readonly time: number;
  readonly isKey: boolean;
}

/** ftyp and moov of the recording, then one fragment (ISO/IEC 14496-12, section 8.8). */
function makePiece(
  { header, timelines, lead }: Original,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  frames: readonly PieceFrame[],
  others: readonly Packet[],
  data: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  // The edit lists of the header apply to the piece, and no decode time is negative.
  const delayMs = Math.max(0, ...timelines.map(({ originMs }) => originMs));
  const tracks = timelines.map((timeline) => {
    const { originMs, ticks, trak } = timeline;
    const id = trackIdOf(trak);
    // The visible frame, and a sound within the tolerance, may begin before the piece.
    const tickOf = (ms: number) =>
      Math.round(((Math.max(ms, startMs) - startMs + delayMs - originMs) * ticks) / 1000);
    const samples: NewSample[] =
      timeline === lead
        ? frames.map((frame) => ({ ...frame, time: tickOf(frame.timeMs) }))
        : others.flatMap(({ track, timeMs }, index) =>
            track === id
              ? [{ data: data[index] ?? new Uint8Array(), time: tickOf(timeMs), isKey: true }]
              : [],
          );
    return { id, samples, end: tickOf(endMs) };
  });
  const used = tracks.filter(({ samples }) => samples.length > 0);
  // The offsets of the data depend on the length of moof, which doesn't depend on them.
  const length = concat(moof(used, 0)).length;
  const mdat = box('mdat', ...used.flatMap(({ samples }) => samples.map((sample) => sample.data)));
  return concat([header.ftyp, header.moov, ...moof(used, length + 8), ...mdat]);
}

interface NewTrack {
  readonly id: number;
  readonly samples: readonly NewSample[];
  /** When the last one ends. */
  readonly end: number;
}

/** @param dataStart where the data of the first sample is, in bytes from the start of moof */
function moof(tracks: readonly NewTrack[], dataStart: number): Rope {
  const baseIsMoof = 0x020000;
  const trunFields = 0x000001 | 0x000100 | 0x000200 | 0x000400;
  let at = dataStart;
  const trafs = tracks.map(({ id, samples, end }) => {
    const rows = samples.flatMap(({ data, time, isKey }, index) => [
      Math.max((samples[index + 1]?.time ?? end) - time, 0),
      data.length,
      isKey ? keyFlags : otherFlags,
    ]);
    const trun = fullBox('trun', 0, trunFields, words(samples.length, at, ...rows));
    at += samples.reduce((sum, { data }) => sum + data.length, 0);
    return box(
      'traf',
      fullBox('tfhd', 0, baseIsMoof, words(id)),
      fullBox('tfdt', 1, 0, words(...long(samples[0]?.time ?? 0))),
      trun,
    );
  });
  return box('moof', fullBox('mfhd', 0, 0, words(1)), ...trafs);
}

/** sample_depends_on, and sample_is_non_sync_sample (section 8.8.3.1). */
const keyFlags = 0x02000000;
const otherFlags = 0x01010000;
