import * as v from 'valibot';
import { expect, it } from 'vitest';
import { clipEntries, isPart, mediaOf, wholeOf } from './clip';

it('is a part as soon as it leaves something out or joins', () => {
  expect(isPart({ ranges: wholeOf('a') })).toBe(false);
  expect(isPart({ ranges: [{ mediaId: 'a', startMs: 0 }] })).toBe(true);
  expect(isPart({ ranges: [{ mediaId: 'a', endMs: 9 }] })).toBe(true);
  expect(isPart({ ranges: [...wholeOf('a'), ...wholeOf('b')] })).toBe(true);
});

it('needs each media once, in the order in which it plays them', () => {
  const ranges = [{ mediaId: 'b' }, { mediaId: 'a', endMs: 1 }, { mediaId: 'b', startMs: 5 }];
  expect(mediaOf({ ranges })).toEqual(['b', 'a']);
});

it('leaves out ranges that are damaged or end before they start, unless none is left', () => {
  const good = { mediaId: 'a', startMs: 1, endMs: 2 };
  const bad = [null, {}, { mediaId: '' }, { mediaId: 'a', startMs: -1 }, { mediaId: 'a', endMs: 'x' }];
  const empty = { mediaId: 'a', startMs: 2, endMs: 2 };
  expect(v.parse(clipEntries.ranges, [...bad, good, empty])).toEqual([good]);
  for (const ranges of [[], bad, 'x', undefined]) expect(v.is(clipEntries.ranges, ranges)).toBe(false);
});
