import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Edit,
  keepSpan,
  keptMs,
  losslessSpans,
  nextKept,
  recordingsOf,
  removeSpan,
  type Span,
  splitAt,
  uncut,
} from './edit';

const span = (startMs: number, endMs: number): Span => ({ startMs, endMs });
const whole: Edit = { kept: [span(0, 10_000)], splits: [] };

describe('an edit', () => {
  it('keeps a selection, and removes one', () => {
    expect(keepSpan(whole, span(2000, 3000))?.kept).toEqual([span(2000, 3000)]);
    expect(removeSpan(whole, span(2000, 3000))?.kept).toEqual([span(0, 2000), span(3000, 10_000)]);
    expect(removeSpan(whole, span(0, 3000))?.kept).toEqual([span(3000, 10_000)]);
    expect(removeSpan(whole, span(3000, 10_000))?.kept).toEqual([span(0, 3000)]);
  });

  it('ends where the recording ends, wherever a player thinks that is', () => {
    expect(removeSpan(uncut, span(0, 3000))?.kept).toEqual([span(3000, Number.POSITIVE_INFINITY)]);
    expect(keptMs(uncut, 9000)).toBe(9000);
  });

  it('never leaves nothing', () => {
    expect(removeSpan(whole, span(0, 10_000))).toBeUndefined();
    expect(keepSpan(whole, span(5000, 5000))).toBeUndefined();
    expect(keepSpan({ kept: [span(0, 10)], splits: [] }, span(20, 30))).toBeUndefined();
  });

  it('divides the recording, at each place once, and only where something is kept on both sides', () => {
    const split = splitAt(whole, 4000) as Edit;
    expect(recordingsOf(split)).toEqual([[span(0, 4000)], [span(4000, 10_000)]]);
    expect(splitAt(split, 4000)).toBeUndefined();
    expect(splitAt(whole, 0)).toBeUndefined();
    expect(splitAt(whole, 10_000)).toBeUndefined();
    expect(recordingsOf(splitAt(split, 1000) as Edit)).toHaveLength(3);
  });

  it('divides in a gap too', () => {
    const gap = removeSpan(whole, span(4000, 6000)) as Edit;
    expect(recordingsOf(splitAt(gap, 5000) as Edit)).toEqual([[span(0, 4000)], [span(6000, 10_000)]]);
    expect(recordingsOf(gap)).toEqual([[span(0, 4000), span(6000, 10_000)]]);
  });

  it('forgets a split that divides nothing any more', () => {
    const split = splitAt(whole, 4000) as Edit;
    expect(keepSpan(split, span(5000, 6000))).toEqual({ kept: [span(5000, 6000)], splits: [] });
  });

  it('is played without what is removed', () => {
    const gap = removeSpan(whole, span(4000, 6000)) as Edit;
    expect(nextKept(gap, 3999)).toBe(3999);
    expect(nextKept(gap, 4000)).toBe(6000);
    expect(nextKept(gap, 7000)).toBe(7000);
    expect(nextKept(gap, 10_000)).toBeUndefined();
  });

  it('keeps its spans in order and apart, whatever is done', () => {
    const place = fc.integer({ min: -10, max: 10_010 });
    const step = fc.record({ what: fc.constantFrom('keep', 'remove', 'split'), from: place, to: place });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let edit = whole;
        for (const { what, from, to } of steps) {
          const chosen = span(Math.min(from, to), Math.max(from, to));
          const before = keptMs(edit, 10_000);
          const next =
            what === 'split'
              ? splitAt(edit, from)
              : what === 'keep'
                ? keepSpan(edit, chosen)
                : removeSpan(edit, chosen);
          edit = next ?? edit;
          expect(keptMs(edit, 10_000)).toBeLessThanOrEqual(before);
        }
        let last = 0;
        for (const { startMs, endMs } of edit.kept) {
          expect(startMs).toBeGreaterThanOrEqual(last);
          expect(endMs).toBeGreaterThan(startMs);
          last = endMs;
        }
        const parts = recordingsOf(edit);
        expect(parts).toHaveLength(edit.splits.length + 1);
        expect(keptMs({ kept: parts.flat() }, 10_000)).toBe(keptMs(edit, 10_000));
      }),
    );
  });
});

describe('a lossless cut', () => {
  const places = [0, 3400, 6800];

  it('begins at the last place before', () => {
    expect(losslessSpans([span(4000, 5000)], places)).toEqual([span(3400, 5000)]);
    expect(losslessSpans([span(3399.7, 5000)], places)).toEqual([span(3400, 5000)]);
    expect(losslessSpans([span(100, 200)], places)).toEqual([span(0, 200)]);
  });

  it('leaves out of a gap what it can', () => {
    expect(losslessSpans([span(0, 1000), span(4000, 9000)], places)).toEqual([
      span(0, 1000),
      span(3400, 9000),
    ]);
  });

  it('leaves a gap in the recording that has no place in it', () => {
    expect(losslessSpans([span(0, 1000), span(2000, 9000)], places)).toEqual([span(0, 9000)]);
    expect(losslessSpans([span(3500, 4000), span(5000, 6000), span(7000, 8000)], places)).toEqual([
      span(3400, 6000),
      span(6800, 8000),
    ]);
  });

  it('keeps everything that an exact one would keep', () => {
    const at = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(fc.uniqueArray(at, { minLength: 2, maxLength: 12 }), fc.uniqueArray(at), (bounds, all) => {
        const sorted = [...bounds].sort((one, other) => one - other);
        const spans = sorted.flatMap((startMs, index) => {
          const endMs = sorted[index + 1];
          return index % 2 === 0 && endMs !== undefined ? [span(startMs, endMs)] : [];
        });
        const possible = [0, ...all.filter((place) => place > 0)].sort((one, other) => one - other);
        const exact = losslessSpans(spans, possible);
        for (const { startMs, endMs } of spans) {
          expect(exact.some((kept) => kept.startMs <= startMs && kept.endMs >= endMs)).toBe(true);
        }
        for (const [index, { startMs }] of exact.entries()) {
          expect(possible).toContain(startMs);
          expect(startMs).toBeGreaterThanOrEqual(exact[index - 1]?.endMs ?? 0);
        }
      }),
    );
  });
});
