import type { Watch } from '../../domain/watch';

/** How often to read the clock, in ms. */
const lookEveryMs = 250;

/** A busy page delays a timer by less; a noticeable stop of the whole process lasts longer. In ms. */
const shortestGapMs = 3000;

/**
 * Notices that our process stood still: a timer that fires much too late means that the system had suspended the
 * browser, or starved it.
 *
 * @param now a monotonic clock, in ms
 * @param onFreeze called with the length of the gap that has just ended, in ms
 */
export function createFreezeWatch(now: () => number, onFreeze: (gapMs: number) => void): Watch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let lookedAt = 0;

  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    start() {
      stop();
      lookedAt = now();
      timer = setInterval(() => {
        const gapMs = now() - lookedAt;
        lookedAt += gapMs;
        if (gapMs >= shortestGapMs) onFreeze(gapMs);
      }, lookEveryMs);
    },
    stop,
  };
}
