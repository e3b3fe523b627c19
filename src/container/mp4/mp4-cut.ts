import { boundTolerance, type ClipBounds } from '../clip-piece';
import { ContainerError } from '../container-error';
import { handlerOf } from './mp4-moov';
import type { Mp4Part } from './mp4-part';
import { decodedMs, keySamples, type Mp4Timeline, shownMs, timelinesOf } from './mp4-timeline';

/** The samples of a track in a range, from `from` up to `to`, which isn't one of them; there may be none. */
export interface CutTrack {
  readonly timeline: Mp4Timeline;
  readonly from: number;
  readonly to: number;
  /** When the last one ends, in ms of the finished file. */
  readonly endMs: number;
}

/** A range of a recording, cut. Times are in ms of the finished file of the recording. */
export interface Mp4Cut {
  readonly part: Mp4Part;
  readonly tracks: readonly CutTrack[];
  readonly startMs: number;
  readonly endMs: number;
}

/** Where a clip can begin, in ms: the key frames of the video; without video, every sample. */
export function mp4CutPoints(part: Mp4Part): Float64Array {
  if (part.header === undefined || part.samples.length === 0) return new Float64Array();
  const lead = leadOf(timelinesOf(part));
  const shown = shownMs(lead);
  return Float64Array.from(keySamples(lead.samples), (sample) => shown[sample] ?? 0);
}

/**
 * Cuts a range of a recording. The other tracks begin with the first sample at or after the key frame.
 *
 * @param part the joined parts of the whole recording
 * @param opens whether the clip begins with the range: only then an edit list can hide the sound that the recording's
 *   own hides at its beginning
 * @throws ContainerError `no-media` if no frame is in the range
 */
export function cutMp4(
  part: Mp4Part,
  { startMs, endMs = Number.POSITIVE_INFINITY }: ClipBounds,
  opens = true,
): Mp4Cut {
  const timelines = timelinesOf(part);
  const lead = leadOf(timelines);
  const shown = shownMs(lead);
  const key =
    startMs === undefined
      ? undefined
      : keySamples(lead.samples).findLast((sample) => (shown[sample] ?? 0) <= startMs + boundTolerance);
  // Frames that an edit list hides at the beginning are shown: some players ignore it.
  const start = key === undefined ? Math.min(0, decodedMs(lead, 0)) : decodedMs(lead, key);
  const tracks = timelines.map((timeline) => {
    const times = timeline === lead ? shown : shownMs(timeline);
    const early = start - boundTolerance;
    const isOpen = key === undefined && (opens || timeline === lead);
    const from = isOpen ? 0 : timeline === lead ? (key ?? 0) : indexFrom(times, (time) => time >= early);
    let to = times.length;
    while (to > from && !((times[to - 1] ?? 0) < endMs - boundTolerance)) to -= 1;
    return { timeline, from, to, endMs: endOf(timeline, to, endMs) };
  });
  const used = tracks.filter(({ from, to }) => to > from);
  const hasLead = used.some(({ timeline }) => timeline === lead);
  if (used.length === 0 || (key !== undefined && !hasLead)) {
    throw new ContainerError('no-media', part.start, 'moov', 'no frame between the bounds');
  }
  return { part, tracks, startMs: start, endMs: Math.max(...used.map((track) => track.endMs)) };
}

/** The first video track, or the first track of a file without video. */
export function leadOf(timelines: readonly Mp4Timeline[]): Mp4Timeline {
  const lead = timelines.find(({ isVideo }) => isVideo) ?? timelines[0];
  if (lead === undefined) throw new RangeError('No tracks');
  return lead;
}

/**
 * When the samples before `to` end: at the end of the range, but a sound is not cut short. A frame, a chapter or a time
 * code may last as long as the file.
 */
function endOf(timeline: Mp4Timeline, to: number, endMs: number): number {
  const next = decodedMs(timeline, to);
  if (handlerOf(timeline.trak) !== 'soun')
    return Math.min(next, Math.max(endMs, decodedMs(timeline, to - 1)));
  const isLast = to === timeline.samples.sizes.length;
  if (isLast || to < 2) return next;
  // Unless the next sound is long after it, it lasts until then; else as long as the one before it.
  const last = decodedMs(timeline, to - 1);
  return Math.min(next, Math.max(endMs, last + last - decodedMs(timeline, to - 2)));
}

/** The index of the first time that is `late`. */
function indexFrom(times: Float64Array, late: (time: number) => boolean): number {
  const index = times.findIndex(late);
  return index < 0 ? times.length : index;
}
