/** Gives the composite's frames their times, and says when one is due although the screen gave none. */
export interface FrameClock {
  /** The time of a screen's frame in the composite, in µs: its own, or just after the frame before. */
  onScreen(timestamp: number): number;
  /** The time of a frame between two of the screen's, in µs. */
  between(): number;
  /** Whether the screen gave no frame for 1.5 intervals: then the camera's frames count. */
  readonly isScreenLate: boolean;
  /** Whether no frame at all was given for so long that the recorder would starve. */
  readonly isStarving: boolean;
}

/** How long without a frame is too long, in ms: a still page gives 5 a second. */
const starvingAfterMs = 250;

/**
 * A clock that has given no time yet.
 *
 * @param intervalMs between two frames of the screen
 * @param now a monotonic clock, in ms
 */
export function createFrameClock(intervalMs: number, now: () => number): FrameClock {
  let screen: { readonly timestamp: number; readonly at: number } | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let lastAt = now();

  const give = (timestamp: number) => {
    last = Math.max(timestamp, last + 1);
    lastAt = now();
    return last;
  };
  return {
    onScreen(timestamp) {
      screen = { timestamp, at: now() };
      return give(timestamp);
    },
    between: () =>
      give(screen === undefined ? last + 1 : screen.timestamp + Math.round((now() - screen.at) * 1000)),
    get isScreenLate() {
      return screen !== undefined && now() - screen.at >= 1.5 * intervalMs;
    },
    get isStarving() {
      return screen !== undefined && now() - lastAt >= starvingAfterMs;
    },
  };
}
