import { describe, expect, it } from 'vitest';
import { mostAdded, rowsToDraw } from './rows-to-draw';

const rows = (from: number, until: number, inSight: (index: number) => boolean) =>
  Array.from({ length: until - from }, (_, place) => ({
    key: String(from + place),
    isUrgent: inSight(from + place),
  }));
const keysOf = (drawn: readonly { readonly key: string }[]) => drawn.map(({ key }) => Number(key));

describe('the rows of a window', () => {
  const wanted = rows(100, 122, (index) => index >= 108 && index < 114);

  it('are all drawn at first', () => {
    expect(rowsToDraw(wanted, undefined, mostAdded)).toEqual(wanted);
  });

  it('are added a few at a time also after a frame that had no room for any of them', () => {
    const nothing = rowsToDraw(wanted, new Set(['1', '2']), 0);
    expect(nothing).toEqual([]);
    const drawn = rowsToDraw(wanted, new Set(keysOf(nothing).map(String)), mostAdded);
    expect(keysOf(drawn)).toEqual([108, 109, 110]);
  });

  it('are added a few at a time, those in sight first, in the order of the list', () => {
    let drawn = rowsToDraw(wanted, new Set(['1', '2']), mostAdded);
    expect(keysOf(drawn)).toEqual([108, 109, 110]);
    drawn = rowsToDraw(wanted, new Set(drawn.map(({ key }) => key)), mostAdded);
    expect(keysOf(drawn)).toEqual([108, 109, 110, 111, 112, 113]);
    for (let frame = 0; frame < 6; frame += 1) {
      drawn = rowsToDraw(wanted, new Set(drawn.map(({ key }) => key)), mostAdded);
    }
    expect(drawn).toEqual(wanted);
  });

  it('wait for the next frame once it has enough', () => {
    expect(keysOf(rowsToDraw(wanted, new Set(['108']), 1))).toEqual([108, 109]);
    expect(keysOf(rowsToDraw(wanted, new Set(['108']), 0))).toEqual([108]);
  });

  it('stay where they were drawn before', () => {
    const before = new Set(wanted.map(({ key }) => key));
    const moved = rows(103, 125, (index) => index >= 111 && index < 117);
    expect(rowsToDraw(moved, before, mostAdded)).toEqual(moved);
  });
});
