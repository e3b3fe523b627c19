import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNewer, newest, type Revision } from './revision';

const revision = fc.tuple(fc.nat(3), fc.constantFrom(0, 1), fc.nat(3));

describe('isNewer', () => {
  it('compares from the left', () => {
    expect(isNewer([1, 0, 0], [0, 1, 9])).toBe(true);
    expect(isNewer([1, 1, 0], [1, 0, 9])).toBe(true);
    expect(isNewer([1, 1, 2], [1, 1, 1])).toBe(true);
    expect(isNewer([1, 1, 1], [1, 1, 1])).toBe(false);
  });

  it('puts revisions in one order', () => {
    fc.assert(
      fc.property(revision, revision, revision, (a, b, c) => {
        const isSame = a.join() === b.join();
        expect(isNewer(a, b) || isNewer(b, a)).toBe(!isSame);
        expect(isNewer(a, b) && isNewer(b, a)).toBe(false);
        if (isNewer(a, b) && isNewer(b, c)) expect(isNewer(a, c)).toBe(true);
      }),
    );
  });
});

describe('newest', () => {
  it('ends at the newest value, however answers and broadcasts arrive', () => {
    const values = fc.uniqueArray(revision, { minLength: 1, selector: (numbers) => numbers.join() });
    /** Every value arrives at least once, some again, in any order. */
    const arrivals = values.chain((all) =>
      fc.tuple(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.tuple(fc.constantFrom(...all), fc.nat(all.length)), { maxLength: 5 }),
      ),
    );
    fc.assert(
      fc.property(arrivals, ([all, repeated]) => {
        const received: Revision[] = [...all];
        for (const [again, index] of repeated) received.splice(index, 0, again);
        const [highest] = all.toSorted((one, other) => (isNewer(one, other) ? -1 : 1));
        const initial: { readonly revision: Revision } = { revision: [-1, 0, 0] };
        const kept = received.reduce((known, next) => newest(known, { revision: next }), initial);
        expect(kept.revision).toEqual(highest);
      }),
    );
  });

  it('keeps the same object if nothing newer arrives', () => {
    const known = { revision: [1, 0, 1] };
    expect(newest(known, { revision: [1, 0, 1] })).toBe(known);
  });
});
