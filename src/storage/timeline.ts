import type { MediaRange } from '../domain/clip';
import type { Media } from '../domain/media';
import { eventsBetween, runningChapter, withEnd } from '../domain/media-event';
import { peakEveryMs, type Recording, slicesUpTo } from '../domain/recording';
import { coversHalf, type StoryboardPicture } from '../domain/storyboard';
import type { Timeline, TimelineEvent, TimelineSlices } from '../domain/timeline';
import { openDatabase } from './database';
import { findMedia } from './find-media';
import { readMediaRow } from './media-row';
import type { SliceRow } from './slice-row';
import { readSlices } from './slices';
import { readStoryboard } from './storyboard';
import { readPeaks } from './waveform';

/**
 * What is stored of a recording along its time: peaks, pictures, slices, and what happened. Only rows are read, no media.
 *
 * @throws DOMException if they can't be read
 */
export async function readTimeline(recording: Recording): Promise<Timeline> {
  const media = await Promise.all(
    (await findMedia(recording)).map(async ({ id }) => {
      const row = readMediaRow(id, await (await openDatabase()).get('media', id));
      const pictures = await readStoryboard(id);
      return [id, { ...timelineOf(row, await readSlices(id)), pictures }] as const;
    }),
  );
  const timeline = await withPictures(recording, joinRanges(recording.ranges, new Map(media)));
  if (!recording.hasAudio || timeline.peaks !== undefined) return timeline;
  const peaks = await readPeaks(recording.id);
  return peaks === undefined ? timeline : { ...timeline, peaks };
}

/** If its media has pictures for less than half of it, the player makes its own. Those are stored with the part. */
async function withPictures({ id, ranges }: Recording, timeline: Timeline): Promise<Timeline> {
  if (ranges.every(({ mediaId }) => mediaId === id)) return timeline;
  const { pictures: taken = [] } = timeline;
  if (coversHalf(taken, timeline.durationMs)) return timeline;
  const made = await readStoryboard(id);
  if (made.length > taken.length) return { ...timeline, pictures: made };
  return taken.length === 0 || made.length > 0 ? timeline : { ...timeline, hasFewPictures: true };
}

/** One slice, or several that were packed without their sizes. */
interface SliceEntry {
  readonly startMs: number;
  readonly endMs: number;
  readonly bytes: number;
  readonly commitMs: number;
  readonly count: number;
}

interface MediaTimeline extends RowsTimeline {
  readonly pictures: readonly StoryboardPicture[];
}

/** What its rows say of it. */
interface RowsTimeline {
  readonly durationMs: number;
  /** Empty if they were not kept. */
  readonly peaks: Uint8Array;
  readonly slices: readonly SliceEntry[];
  readonly events: readonly TimelineEvent[];
}

function timelineOf(media: Media, rows: readonly SliceRow[]): RowsTimeline {
  const frozen = (media.marks ?? []).map(
    ({ atMs, gapMs }): TimelineEvent => ({ what: 'frozen', atMs, untilMs: atMs + gapMs }),
  );
  const durationMs = rows.at(-1)?.coversMs ?? media.durationMs;
  const events = (media.events ?? []).map((event) => withEnd(event, durationMs));
  return {
    durationMs,
    peaks: joinPeaks(rows),
    slices: slicesIn(rows, media.lastCommitMs),
    events: [...events, ...frozen].sort((one, other) => one.atMs - other.atMs),
  };
}

function joinPeaks(rows: readonly SliceRow[]): Uint8Array {
  const joined = new Uint8Array(rows.reduce((sum, { peaks }) => sum + (peaks?.length ?? 0), 0));
  let at = 0;
  for (const { peaks } of rows) {
    if (peaks === undefined) continue;
    joined.set(peaks, at);
    at += peaks.length;
  }
  return joined;
}

/** One committed Blob. */
interface Commit extends Omit<SliceEntry, 'startMs'> {
  /** Of the slice that it is or belongs to, or of the last one; counted from 1. */
  readonly number: number;
}

/** The drafts of a slice are parts of it. */
function slicesIn(rows: readonly SliceRow[], lastCommitMs = Number.NaN): readonly SliceEntry[] {
  const slices: (SliceEntry & { readonly number: number })[] = [];
  for (const commit of commitsIn(rows, lastCommitMs)) {
    const before = slices.at(-1);
    if (before === undefined || before.number < commit.number) {
      slices.push({ ...commit, startMs: before?.endMs ?? 0 });
      continue;
    }
    const { number, startMs, count, ...sum } = before;
    slices[slices.length - 1] = {
      number,
      startMs,
      count,
      endMs: commit.endMs,
      bytes: sum.bytes + commit.bytes,
      commitMs: slower(sum.commitMs, commit.commitMs),
    };
  }
  return slices;
}

function slower(one: number, other: number): number {
  if (Number.isNaN(one)) return other;
  return Number.isNaN(other) ? one : Math.max(one, other);
}

function commitsIn(rows: readonly SliceRow[], lastCommitMs: number): readonly Commit[] {
  let packedUpTo = 0;
  return rows.flatMap(({ sequence, blob, coversMs, packed }, index): readonly Commit[] => {
    const number = slicesUpTo(sequence);
    const first = packedUpTo + 1;
    packedUpTo = number;
    if (packed !== undefined) {
      return Array.from(packed.numbers, (each, at) => ({
        number: each,
        endMs: packed.coversMs[at] ?? 0,
        bytes: packed.bytes[at] ?? 0,
        commitMs: packed.commitMs[at] ?? Number.NaN,
        count: 1,
      }));
    }
    const next = rows[index + 1];
    const commitMs = (next === undefined ? lastCommitMs : next.commitBeforeMs) ?? Number.NaN;
    return [
      { number, endMs: coversMs, bytes: blob?.size ?? 0, commitMs, count: Math.max(1, number - first + 1) },
    ];
  });
}

function joinRanges(ranges: readonly MediaRange[], known: ReadonlyMap<string, MediaTimeline>): Timeline {
  const slices: SliceEntry[] = [];
  const events: TimelineEvent[] = [];
  const pictures: StoryboardPicture[] = [];
  const pieces: { readonly peaks: Uint8Array; readonly atMs: number }[] = [];
  let durationMs = 0;
  /** The chapter that was listed last, and the one that a cut may have divided. */
  let chapter: TimelineEvent | undefined;
  let divided: TimelineEvent | undefined;
  for (const range of ranges) {
    const media = known.get(range.mediaId);
    if (media === undefined) continue;
    const { startMs = 0, endMs = Math.max(startMs, media.durationMs) } = range;
    const move = (ms: number) => Math.min(Math.max(ms, startMs), endMs) - startMs + durationMs;
    for (const slice of media.slices) {
      if (!isInside(slice, startMs, endMs)) continue;
      slices.push({ ...slice, startMs: move(slice.startMs), endMs: move(slice.endMs) });
    }
    for (const { atMs, picture } of media.pictures) {
      if (atMs >= startMs && atMs < endMs) pictures.push({ atMs: move(atMs), picture });
    }
    const inside = eventsBetween(media.events, startMs, range.endMs);
    const running = runningChapter(media.events, startMs);
    const isListed =
      running === undefined || running === divided || (range.continues === true && isSame(running, chapter));
    divided = media.events.findLast(({ what, atMs }) => what === 'chapter' && atMs < endMs) ?? divided;
    for (const event of isListed ? inside : [{ ...running, atMs: 0 }, ...inside]) {
      if (isContinued(event) && isSame(event, chapter)) continue;
      const placed = moved(event, durationMs, endMs - startMs);
      if (range.continues === true && event.atMs === 0 && extendLast(events, placed)) continue;
      events.push(placed);
      if (event.what === 'chapter') chapter = event;
    }
    const first = Math.floor(startMs / peakEveryMs);
    pieces.push({ peaks: media.peaks.subarray(first, Math.ceil(endMs / peakEveryMs)), atMs: durationMs });
    durationMs += endMs - startMs;
  }
  const peaks = placePeaks(pieces, durationMs);
  return {
    durationMs,
    ...(peaks === undefined ? {} : { peaks }),
    ...(pictures.length === 0 ? {} : { pictures }),
    slices: columnsOf(slices),
    events,
  };
}

/** Whether any of a slice is in the range; one without a length of its own, as the last may be, is also at the edges. */
function isInside({ startMs, endMs }: SliceEntry, fromMs: number, untilMs: number): boolean {
  return startMs === endMs ? startMs >= fromMs && endMs <= untilMs : endMs > fromMs && startMs < untilMs;
}

/** Whether a chapter has begun in the range before, as a piece that was encoded again says of it. */
function isContinued(event: TimelineEvent): boolean {
  return event.what === 'chapter' && event.continued === true;
}

/** Whether that chapter was listed last. */
function isSame(chapter: TimelineEvent, other: TimelineEvent | undefined): boolean {
  return other !== undefined && titleOf(chapter) === titleOf(other);
}

function titleOf(chapter: TimelineEvent): string | undefined {
  return 'label' in chapter ? chapter.label : undefined;
}

/** What lasts across the seam of a piece that was encoded again is one event. @returns whether there was one to extend */
function extendLast(events: TimelineEvent[], { what, atMs, untilMs }: TimelineEvent): boolean {
  if (untilMs === undefined) return false;
  const index = events.findLastIndex((event) => event.what === what);
  const last = events[index];
  if (last?.untilMs === undefined || last.untilMs < atMs - 1) return false;
  events[index] = { ...last, untilMs: Math.max(last.untilMs, untilMs) };
  return true;
}

/** @param lengthMs of the range; the recording may have ended in a pause */
function moved(event: TimelineEvent, byMs: number, lengthMs: number): TimelineEvent {
  const move = (ms: number) => Math.min(ms, lengthMs) + byMs;
  const until = event.untilMs === undefined ? {} : { untilMs: move(event.untilMs) };
  return { ...event, atMs: move(event.atMs), ...until } as TimelineEvent;
}

/** So much may be missing: half a second, or one in fifty. The end of a kill, or a piece that an exact cut has encoded. */
const mayMiss = (count: number) => Math.max(5, count / 50);

/** `undefined` if too many of them are missing: then they are measured again, in the file. */
function placePeaks(
  pieces: readonly { readonly peaks: Uint8Array; readonly atMs: number }[],
  durationMs: number,
): Uint8Array | undefined {
  const all = new Uint8Array(Math.ceil(durationMs / peakEveryMs));
  let known = 0;
  for (const { peaks, atMs } of pieces) {
    const at = Math.round(atMs / peakEveryMs);
    all.set(peaks.subarray(0, Math.max(0, all.length - at)), at);
    known += peaks.length;
  }
  return known > 0 && known >= all.length - mayMiss(all.length) ? all : undefined;
}

function columnsOf(slices: readonly SliceEntry[]): TimelineSlices {
  const column = (name: keyof SliceEntry) => Float64Array.from(slices, (slice) => slice[name]);
  return {
    startMs: column('startMs'),
    endMs: column('endMs'),
    bytes: column('bytes'),
    commitMs: column('commitMs'),
    counts: Uint32Array.from(slices, ({ count }) => count),
  };
}
