/** Notices that our process stood still while something was recorded. */
export interface FreezeWatch {
  /** Watches from now on. */
  run(): void;
  rest(): void;
}

/** How often the clock is looked at, in ms. */
const lookEveryMs = 250;

/** A busy page delays a look by less; a stop of the whole process that is noticed lasts longer. In ms. */
const shortestGapMs = 3000;

/**
 * A watch that rests at first. Where a look comes much later than it was due, nobody looked because nobody could:
 * the system had stopped the browser, or it was starved.
 *
 * @param now a monotonic clock, in ms
 * @param onFreeze called with the length of the gap that has just ended, in ms
 */
export function createFreezeWatch(now: () => number, onFreeze: (gapMs: number) => void): FreezeWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let lookedAt = 0;

  const rest = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    run() {
      rest();
      lookedAt = now();
      timer = setInterval(() => {
        const gapMs = now() - lookedAt;
        lookedAt += gapMs;
        if (gapMs >= shortestGapMs) onFreeze(gapMs);
      }, lookEveryMs);
    },
    rest,
  };
}
