import { expect, it, vi } from 'vitest';
import { onceFor } from './once-for';

it('something is made of each object once, also if it is undefined', () => {
  const make = vi.fn(({ size }: { size: number }) => (size > 0 ? [size] : undefined));
  const once = onceFor(make);
  const [one, none] = [{ size: 1 }, { size: 0 }];
  expect(once(one)).toEqual([1]);
  expect(once(one)).toBe(once(one));
  expect(once({ size: 1 })).not.toBe(once(one));
  expect([once(none), once(none)]).toEqual([undefined, undefined]);
  expect(make).toHaveBeenCalledTimes(3);
});

it('what failed is tried again', () => {
  let fails = true;
  const once = onceFor(() => {
    if (fails) throw new RangeError('not yet');
    return 1;
  });
  const key = {};
  expect(() => once(key)).toThrow(RangeError);
  fails = false;
  expect(once(key)).toBe(1);
});
