import { type ClipExtent, cutPoints, extentOf } from '../container/clip-file';
import { boundTolerance } from '../container/clip-piece';
import { ContainerError } from '../container/container-error';
import type { WriteFile } from '../container/copy-clip';
import { takesPieces } from '../container/exact-piece';
import { joinedPart } from '../container/media-bytes';
import { cutCaptions } from '../domain/captions';
import { isPart, type MediaRange } from '../domain/clip';
import { losslessSpans, type Span } from '../domain/edit';
import { FailureError } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import { createClips, type NewClip, type NewMedia } from './create-clips';
import { makeExact, type Reencode } from './exact-ranges';
import { openMedia, type ReadRange, readRanges } from './media';

/** A range of a recording, and where it is in the recording's file. */
interface PlacedRange extends ReadRange {
  /** Where it begins and ends in its media, in ms. */
  readonly extent: ClipExtent;
  /** Where it begins in the file, in ms. */
  readonly atMs: number;
}

/** Where a part of a recording can begin. */
export interface Places {
  /** Without re-encoding, in ms of the recording's file, in order. The first is its beginning. */
  readonly places: Float64Array;
  /** Whether its format has a place for a piece that is encoded again. */
  readonly takesPieces: boolean;
}

/**
 * Where a part of a recording can begin.
 *
 * @throws DOMException if the slices can't be read
 * @throws FailureError `cut-failed` if their index is damaged
 */
export function cutPlaces(recording: Recording): Promise<Places> {
  return orCutFailed(async () => {
    const placed = await placeRanges(recording);
    const parts = placed.flatMap(({ pieces }) => pieces.map(({ part }) => part));
    return { places: placesIn(placed), takesPieces: takesPieces(parts) };
  });
}

/**
 * Makes new recordings of parts of one: they share its media, and no byte is copied. Either all of them are made, or none.
 *
 * @param parts the spans of each new recording, in ms of the recording's file; without `reencode`, what has no
 *   {@link cutPlaces place} at its beginning begins at the last one before
 * @param names of the new recordings
 * @param reencode each part begins exactly where it should: the piece up to the next key frame is new media
 * @returns their ids, in order
 * @throws DOMException if the slices can't be read, or the database refuses
 * @throws FailureError `cut-failed` if their index is damaged, or a part has no frame; `exact-unsupported` if the format
 *   can't be encoded again; or if the media is gone, or still being recorded
 */
export function cutRecording(
  recording: Recording,
  parts: readonly (readonly Span[])[],
  names: readonly string[],
  reencode?: Reencode,
): Promise<readonly RecordingId[]> {
  return orCutFailed(() => cut(recording, parts, names, reencode));
}

function orCutFailed<T>(task: () => Promise<T>): Promise<T> {
  return task().catch((error: unknown) => {
    // It is about the media, not about the storage.
    throw error instanceof ContainerError ? new FailureError('cut-failed', error.message) : error;
  });
}

async function cut(
  recording: Recording,
  parts: readonly (readonly Span[])[],
  names: readonly string[],
  reencode: Reencode | undefined,
): Promise<readonly RecordingId[]> {
  const placed = await placeRanges(recording);
  const places = placesIn(placed);
  const made: NewMedia[] = [];
  const rangesOf = async (spans: readonly Span[]): Promise<readonly ReadRange[]> => {
    if (reencode === undefined) return losslessSpans(spans, places).flatMap((span) => partsOf(placed, span));
    const ranges: ReadRange[] = [];
    for (const span of spans) {
      const [first, ...others] = partsOf(placed, span);
      if (first === undefined) continue;
      const exact = await makeExact(first, reencode).catch(asUnsupported);
      made.push(...exact.made);
      ranges.push(...exact.ranges, ...others);
    }
    return ranges;
  };
  const clips: NewClip[] = [];
  // One after the other: decoded frames take memory.
  for (const [index, spans] of parts.entries()) {
    const ranges = await rangesOf(spans);
    if (ranges.length === 0) throw new FailureError('cut-failed', 'A part has no frame');
    const kept = reencode === undefined ? losslessSpans(spans, places) : spans;
    const captions = cutCaptions(recording.captions ?? [], kept, recording.durationMs);
    const extents = await Promise.all(ranges.map(extentOf));
    const sum = (of: (extent: ClipExtent) => number) => extents.reduce((all, extent) => all + of(extent), 0);
    clips.push({
      name: names[index] ?? recording.name,
      ranges: ranges.map(({ pieces: _pieces, matrix: _matrix, ...range }): MediaRange => range),
      durationMs: sum(({ startMs, endMs }) => endMs - startMs),
      bytes: sum(({ bytes }) => bytes),
      ...(captions.length === 0 ? {} : { captions }),
    });
  }
  return createClips(clips, made);
}

function asUnsupported(error: unknown): never {
  const isUnsupported = error instanceof ContainerError && error.reason === 'unsupported';
  throw isUnsupported ? new FailureError('exact-unsupported', error.message) : error;
}

function partsOf(placed: readonly PlacedRange[], span: Span): ReadRange[] {
  return placed.flatMap((range) => partOf(range, span) ?? []);
}

/** The file of a recording of several ranges. */
export interface JoinedMedia {
  readonly file: Blob;
  /** Where each range begins in it, in ms. */
  readonly startsMs: Float64Array;
}

/**
 * Joins recordings before that is saved.
 *
 * @param recording with the ranges of all of them
 * @param write copies a file that has too many pieces; see `container/copy-clip`
 * @throws DOMException if the slices can't be read
 * @throws FailureError `join-tracks-differ` if their tracks don't fit; `cut-failed` if the index of one is damaged
 */
export function openJoined(recording: Recording, write?: WriteFile): Promise<JoinedMedia> {
  return orCutFailed(async () => {
    try {
      const { file } = await openMedia(recording, write);
      const placed = await placeRanges(recording);
      return { file, startsMs: Float64Array.from(placed, ({ atMs }) => atMs) };
    } catch (error) {
      const isUnsupported = error instanceof ContainerError && error.reason === 'unsupported';
      throw isUnsupported ? new FailureError('join-tracks-differ', error.message) : error;
    }
  });
}

function placesIn(placed: readonly PlacedRange[]): Float64Array {
  const places: number[] = [];
  for (const { pieces, extent, atMs, startMs, endMs = Number.POSITIVE_INFINITY } of placed) {
    places.push(atMs);
    const from = startMs ?? extent.startMs;
    for (const point of cutPoints(joinedPart(pieces))) {
      if (point <= from + boundTolerance || point >= Math.min(extent.endMs, endMs - boundTolerance)) continue;
      places.push(point - extent.startMs + atMs);
    }
  }
  return Float64Array.from(places);
}

/** Sums of times are rounded: those that are this close, in ms, are the same. */
const sumTolerance = 0.001;

/**
 * What of a range is in that span of the file; `undefined` if nothing is. With the first and the last frame, a range may have
 * sound from before its start and after its end: where a span begins or ends there, the bounds of the range hold.
 */
export function partOf({ extent, atMs, ...range }: PlacedRange, span: Span): ReadRange | undefined {
  const { startMs, endMs, continues, ...media } = range;
  const from = span.startMs - atMs + extent.startMs;
  const until = span.endMs - atMs + extent.startMs;
  const first = startMs ?? extent.startMs;
  const last = Math.min(extent.endMs, endMs ?? extent.endMs);
  if (from > last - sumTolerance || until < first + sumTolerance) return undefined;
  const start = from < first + sumTolerance ? startMs : from;
  const end = until > (endMs ?? extent.endMs) - sumTolerance ? endMs : until;
  return {
    ...media,
    ...(start === undefined ? {} : { startMs: start }),
    ...(end === undefined ? {} : { endMs: end }),
    ...(continues && start === startMs ? { continues } : {}),
  };
}

/** The file of a whole recording has the times of its media. */
async function placeRanges(recording: Recording): Promise<PlacedRange[]> {
  const placed: PlacedRange[] = [];
  let atMs = 0;
  for (const range of await readRanges(recording)) {
    const found = await extentOf(range);
    const extent = isPart(recording) ? found : { ...found, startMs: 0 };
    placed.push({ ...range, extent, atMs });
    atMs += extent.endMs - extent.startMs;
  }
  return placed;
}
