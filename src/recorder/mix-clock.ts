/** How many readings make a sure one: a single one may be late by a block of the sound system. */
const readings = 20;
/** How much later than at first, in ms, is too late. */
const toleranceMs = 10;

/** Watches how far the clock of a mix falls behind the time. */
export interface MixClock {
  /**
   * Takes a reading.
   *
   * @param timeMs of the clock on the wall
   * @param mixedMs of the mix: how much has been mixed by then
   * @returns whether the mix has fallen behind since it began, or since the last `true`
   */
  isBehind(timeMs: number, mixedMs: number): boolean;
  /** Begins anew. */
  reset(): void;
}

/**
 * The sounds that come in keep to their own clocks. When the mix stood still for a moment, or the loudspeaker that
 * drives it runs slowly, they pile up before it and are late from then on.
 */
export function createMixClock(): MixClock {
  let first: number | undefined;
  let least = Infinity;
  let count = 0;

  const reset = () => {
    first = undefined;
    least = Infinity;
    count = 0;
  };
  return {
    isBehind(timeMs, mixedMs) {
      least = Math.min(least, timeMs - mixedMs);
      count += 1;
      if (count < readings) return false;
      const lag = least;
      least = Infinity;
      count = 0;
      // A clock that runs fast leaves nothing behind; from then on, later is later than that.
      first = Math.min(first ?? lag, lag);
      if (lag - first <= toleranceMs) return false;
      reset();
      return true;
    },
    reset,
  };
}
