import { expect, it } from 'vitest';
import { createStopwatch } from './stopwatch';

it('measures while it runs, not while it is held', () => {
  let now = 1000;
  const stopwatch = createStopwatch(() => now);
  expect(stopwatch.elapsedMs()).toBe(0);
  stopwatch.run();
  now += 300;
  stopwatch.run();
  expect(stopwatch.elapsedMs()).toBe(300);
  stopwatch.hold();
  now += 5000;
  stopwatch.hold();
  expect(stopwatch.elapsedMs()).toBe(300);
  stopwatch.run();
  now += 50;
  expect(stopwatch.elapsedMs()).toBe(350);
});
