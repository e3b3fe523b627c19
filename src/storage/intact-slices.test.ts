import { describe, expect, it, vi } from 'vitest';
import { intactSlices, type SliceOutline } from './intact-slices';

/** Slices of one byte, which follow each other. */
function createRows(count: number): SliceOutline[] {
  const blob = new Blob(['x']);
  return Array.from({ length: count }, (_, sequence) => ({
    sequence,
    blob,
    coversMs: sequence * 100,
    part: { start: sequence, end: sequence + 1 },
  }));
}

describe('the intact slices', () => {
  it('are all of them, and are found without copying the rest again and again', () => {
    const rows = createRows(1000);
    const copy = vi.spyOn(rows, 'slice');
    expect(intactSlices(rows)).toEqual({ slices: rows, rest: [] });
    expect(copy).not.toHaveBeenCalled();
  });

  it('end at a gap, at bytes without an index and within a truncated slice', () => {
    const rows = createRows(4);
    const [first, second, third, fourth] = rows;
    expect(intactSlices([first, third, fourth] as SliceOutline[])).toEqual({
      slices: [first],
      rest: [third, fourth],
      damage: 'gap',
    });

    const unindexed = { sequence: 2, blob: new Blob(['x']), coversMs: 200 };
    expect(intactSlices([first, second, unindexed, fourth] as SliceOutline[])).toEqual({
      slices: [first, second],
      rest: [unindexed, fourth],
      damage: 'unreadable',
    });

    const empty = { sequence: 1, blob: new Blob(), coversMs: 100 };
    const truncated = { ...empty, part: { start: 1, end: 2 } };
    expect(intactSlices([first, truncated, third, fourth] as SliceOutline[])).toEqual({
      slices: [first, empty],
      rest: [third, fourth],
      damage: 'cut-off',
    });
  });
});
