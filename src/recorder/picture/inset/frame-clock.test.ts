import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameClock } from './frame-clock';

it('the screen is late after 1.5 intervals without a frame', () => {
  let now = 0;
  const clock = createFrameClock(40, () => now);
  expect(clock.isScreenLate, 'nothing to lay the camera over').toBe(false);
  expect(clock.onScreen(5000)).toBe(5000);
  now = 59;
  expect(clock.isScreenLate).toBe(false);
  now = 60;
  expect(clock.isScreenLate).toBe(true);
  expect(clock.between(), 'the time that has passed since the screen’s frame, in µs').toBe(65_000);
  now = 100;
  expect(clock.isScreenLate, 'it counts from the screen’s own frame').toBe(true);
  clock.onScreen(105_000);
  expect(clock.isScreenLate).toBe(false);
});

it('the recorder starves after a long time without any frame', () => {
  let now = 0;
  const clock = createFrameClock(40, () => now);
  now = 10_000;
  expect(clock.isStarving, 'nothing to give again').toBe(false);
  clock.onScreen(0);
  now += 249;
  expect(clock.isStarving).toBe(false);
  now += 1;
  expect(clock.isStarving).toBe(true);
  clock.between();
  expect(clock.isStarving).toBe(false);
});

it('the recorder starves rightly once the screen is gone', () => {
  let now = 0;
  const clock = createFrameClock(40, () => now);
  clock.onScreen(0);
  for (now = 250; now < 5000; now += 250) {
    expect(clock.isStarving, `${now} ms`).toBe(true);
    clock.between();
  }
  now = 5250;
  expect(clock.isStarving).toBe(false);
  clock.onScreen(5_250_000);
  now += 250;
  expect(clock.isStarving, 'it is back').toBe(true);
});

it('no two frames share a ms, and none goes back', () => {
  const step = fc.record({
    waitMs: fc.nat(100),
    screen: fc.option(fc.integer({ min: -5000, max: 200_000 })),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let now = 0;
      let last = Number.NEGATIVE_INFINITY;
      const clock = createFrameClock(33, () => now);
      clock.onScreen(0);
      for (const { waitMs, screen } of steps) {
        now += waitMs;
        const time = screen === null ? clock.between() : clock.onScreen(screen);
        expect(Math.floor(time / 1000), 'cut off').toBeGreaterThan(Math.floor(last / 1000));
        expect(Math.round(time / 1000), 'rounded').toBeGreaterThan(Math.round(last / 1000));
        expect(Number.isInteger(time)).toBe(true);
        last = time;
      }
    }),
  );
});
