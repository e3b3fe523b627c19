import type { Cue } from '../domain/captions';
import { nextKept, type Span } from '../domain/edit';

/**
 * A file that a player plays. All other times of the player are those of the recording: its spans, one after another.
 */
export interface PlayedFile {
  readonly url: string;
  readonly media: Blob;
  /** What the recording is of the file, in order, without overlaps and never empty; absent: all of it. */
  readonly spans?: readonly Span[];
}

/** What the times of a file need. */
type Placed = Pick<PlayedFile, 'spans'>;

/** A span ends this much earlier, in ms: at its end, a video already shows what follows. */
const edgeMs = 1;

/** How long the recording is, in ms, if the spans say so. */
export function lengthOf({ spans }: Placed): number | undefined {
  return spans?.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** Where a moment of the recording is in the file; both in ms. Its end is in the last frame. */
export function toFileMs({ spans }: Placed, ms: number): number {
  if (spans === undefined) return ms;
  let left = ms;
  for (const { startMs, endMs } of spans) {
    const lengthMs = endMs - startMs;
    if (left < lengthMs - edgeMs) return startMs + Math.max(left, 0);
    left -= lengthMs;
  }
  return (spans.at(-1)?.endMs ?? 0) - edgeMs;
}

/** Which moment of the recording that of the file is, both in ms; between two spans, it is where the next one begins. */
export function toRecordingMs({ spans }: Placed, fileMs: number): number {
  if (spans === undefined) return fileMs;
  let atMs = 0;
  for (const { startMs, endMs } of spans) {
    if (fileMs < endMs - edgeMs) return atMs + Math.max(fileMs - startMs, 0);
    atMs += endMs - startMs;
  }
  return atMs;
}

/** Whether the recording is over at a moment of the file, in ms. */
export function isOverAt({ spans }: Placed, fileMs: number): boolean {
  return spans !== undefined && nextKept({ kept: spans }, fileMs + edgeMs) === undefined;
}

/** The times of frames are rounded, in ms. */
const roundingMs = 0.5;

/** Whether a frame of the file is in the recording. @param fileMs when it begins, in ms */
export function hasFrame({ spans }: Placed, fileMs: number): boolean {
  const isIn = ({ startMs, endMs }: Span) => startMs <= fileMs + roundingMs && fileMs + roundingMs < endMs;
  return spans?.some(isIn) ?? true;
}

/** Captions of the recording, at their times in the file. */
export function placeCues({ spans }: Placed, cues: readonly Cue[]): readonly Cue[] {
  if (spans === undefined) return cues;
  let atMs = 0;
  return spans.flatMap(({ startMs, endMs }) => {
    const [from, until] = [atMs, atMs + endMs - startMs];
    atMs = until;
    return cues
      .filter((cue) => cue.startMs < until && cue.endMs > from)
      .map((cue) => ({
        ...cue,
        startMs: Math.max(cue.startMs, from) - from + startMs,
        endMs: Math.min(cue.endMs, until) - from + startMs,
      }));
  });
}
