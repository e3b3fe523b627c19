/** A part of a recording, in ms of its file: from `startMs` up to, but not including, `endMs`. At the end that is infinite. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Where the parts of a cut begin. `lossless`: at a key frame, nothing is encoded again; `exact`: at the frame that was
 * chosen, what comes before the next key frame is encoded again.
 */
export type Precision = 'lossless' | 'exact';

/** Why a recording can't be cut exactly: its format has no place for new video, or the browser has no encoder for it. */
export type NotExact = 'format' | 'encoder';

/** What a cut leaves of a recording. */
export interface Edit {
  /** In order, without overlaps; never empty. */
  readonly kept: readonly Span[];
  /** Where the result is divided into several recordings, in ms of the file, in order. */
  readonly splits: readonly number[];
}

/** An edit that changes nothing. */
export const uncut: Edit = { kept: [{ startMs: 0, endMs: Number.POSITIVE_INFINITY }], splits: [] };

/** Keeps only what is in the span; `undefined` if nothing would be left. */
export function keepSpan(edit: Edit, span: Span): Edit | undefined {
  return withKept(edit, intersect(edit.kept, span));
}

/** Removes what is in the span; `undefined` if nothing would be left. */
export function removeSpan(edit: Edit, { startMs, endMs }: Span): Edit | undefined {
  const before = intersect(edit.kept, { startMs: Number.NEGATIVE_INFINITY, endMs: startMs });
  const after = intersect(edit.kept, { startMs: endMs, endMs: Number.POSITIVE_INFINITY });
  return withKept(edit, [...before, ...after]);
}

/** Divides the result there; `undefined` if nothing is kept on one side, or if it is divided there already. */
export function splitAt(edit: Edit, atMs: number): Edit | undefined {
  return recordingsOf(edit).some((part) => isInside(part, atMs))
    ? { ...edit, splits: [...edit.splits, atMs].sort((one, other) => one - other) }
    : undefined;
}

/** The recordings that the edit makes, in order: the spans of each, none of them empty. */
export function recordingsOf({ kept, splits }: Edit): (readonly Span[])[] {
  const bounds = [Number.NEGATIVE_INFINITY, ...splits, Number.POSITIVE_INFINITY];
  return bounds
    .slice(1)
    .map((endMs, index) => intersect(kept, { startMs: bounds[index] ?? 0, endMs }))
    .filter((part) => part.length > 0);
}

/** The same edit of a recording that another one was added to; all of that is kept. @param atMs where it begins, in ms */
export function append(edit: Edit, atMs: number): Edit {
  const isOpen = edit.kept.at(-1)?.endMs === Number.POSITIVE_INFINITY;
  return isOpen
    ? edit
    : { ...edit, kept: [...edit.kept, { startMs: atMs, endMs: Number.POSITIVE_INFINITY }] };
}

/** How much is kept of a recording of that duration, in ms. */
export function keptMs({ kept }: Pick<Edit, 'kept'>, durationMs: number): number {
  return kept.reduce((sum, { startMs, endMs }) => sum + Math.min(endMs, durationMs) - startMs, 0);
}

/**
 * Where playing the result continues from a moment of the recording, in ms: there if it is kept, else where the next kept
 * span begins; `undefined` after the last one.
 */
export function nextKept({ kept }: Pick<Edit, 'kept'>, atMs: number): number | undefined {
  const next = kept.find(({ endMs }) => atMs < endMs);
  return next && Math.max(atMs, next.startMs);
}

/**
 * What a cut without re-encoding keeps: each span begins at the last place before it where that is possible. A gap without
 * such a place in it stays in the recording.
 *
 * @param places where a part can begin, in ms, in order; the first is where the recording begins
 */
export function losslessSpans(spans: readonly Span[], places: ArrayLike<number>): Span[] {
  const exact: Span[] = [];
  for (const { startMs, endMs } of spans) {
    const begins = lastPlace(places, startMs);
    const before = exact.at(-1);
    if (before === undefined || begins > before.endMs) exact.push({ startMs: begins, endMs });
    else exact[exact.length - 1] = { startMs: before.startMs, endMs };
  }
  return exact;
}

/** The last place at or before a moment; all in ms. */
function lastPlace(places: ArrayLike<number>, ms: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) <= ms + roundingMs) low = middle + 1;
    else high = middle;
  }
  return places[Math.max(low - 1, 0)] ?? 0;
}

/** A position of a player is rounded, in ms. */
const roundingMs = 0.5;

function intersect(spans: readonly Span[], { startMs, endMs }: Span): Span[] {
  return spans
    .map((span) => ({ startMs: Math.max(span.startMs, startMs), endMs: Math.min(span.endMs, endMs) }))
    .filter((span) => span.startMs < span.endMs);
}

/** Splits that divide nothing any more are gone. */
function withKept(edit: Edit, kept: readonly Span[]): Edit | undefined {
  if (kept.length === 0) return undefined;
  const remaining: Edit = { kept, splits: [] };
  return edit.splits.reduce((all, split) => splitAt(all, split) ?? all, remaining);
}

function isInside(spans: readonly Span[], atMs: number): boolean {
  return (spans[0]?.startMs ?? atMs) < atMs && atMs < (spans.at(-1)?.endMs ?? atMs);
}
