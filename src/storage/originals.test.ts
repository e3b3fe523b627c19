import { describe, expect, it } from 'vitest';
import { spansOf } from './originals';

const bounds = (...all: [startMs: number, endMs: number][]) =>
  all.map(([startMs, endMs]) => ({ startMs, endMs }));
const part = { mediaId: 'a', startMs: 1 };

describe('the spans of a clip', () => {
  it('are where its ranges really begin and end', () => {
    const wanted = bounds([2000, 4000], [7000, 9000]);
    expect(spansOf([part, part], wanted)).toEqual(wanted);
  });

  it('begin with a piece that was encoded again, which is there in the original too', () => {
    const piece = { mediaId: 'piece' };
    const ranges = [
      piece,
      { ...part, continues: true as const },
      piece,
      { ...part, continues: true as const },
    ];
    expect(spansOf(ranges, bounds([0, 300], [2000, 4000], [0, 100], [7000, 9000]))).toEqual(
      bounds([1700, 4000], [6900, 9000]),
    );
  });

  it('don’t overlap where a range begins with sound of the one before it', () => {
    expect(spansOf([part, part], bounds([2000, 4000], [3980, 9000]))).toEqual(
      bounds([2000, 4000], [4000, 9000]),
    );
  });

  it.each([
    ['is of several media', [part, { mediaId: 'b' }], bounds([0, 1000], [2000, 3000])],
    ['jumps back', [part, part], bounds([7000, 9000], [2000, 4000])],
    ['plays something twice', [part, part], bounds([2000, 4000], [2000, 4000])],
  ])('are unknown if it %s', (_, ranges, found) => {
    expect(spansOf(ranges, found)).toBeUndefined();
  });
});
