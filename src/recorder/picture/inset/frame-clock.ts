/** Sets the timestamps of the composite's frames, and notices when a frame is due that the screen did not send. */
export interface FrameClock {
  /** The timestamp for a frame of the screen, in µs: its own, or 1 ms after the frame before. */
  onScreen(timestamp: number): number;
  /** The timestamp for a frame between two of the screen's, in µs; at least 1 ms after the frame before. */
  between(): number;
  /** Whether the screen has sent no frame for 1.5 intervals: then the camera's frames set the pace. */
  readonly isScreenLate: boolean;
  /**
   * Whether there has been no frame for so long that the recorder would starve. Not once the screen is gone: a recording of
   * a crashed tab must not seem to go on, unless the camera is shown over it.
   */
  readonly isStarving: boolean;
}

/** The longest time without a frame, in ms: a still page sends 5 fps. */
const starvingAfterMs = 250;

/** The shortest time between two frames, in µs: WebM counts in ms, and two frames of the same ms can't be told apart. */
const shortestUs = 1000;

/** A screen that has sent no frame for so long, in ms, is gone: a frame of a live one is requested every 500 ms. */
const goneAfterMs = 5000;

/**
 * A clock without a frame yet.
 *
 * @param intervalMs the time between two frames of the screen, in ms
 * @param now a monotonic clock, in ms
 */
export function createFrameClock(intervalMs: number, now: () => number): FrameClock {
  let screen: { readonly timestamp: number; readonly at: number } | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let lastAt = now();

  const advance = (timestamp: number) => {
    last = Math.max(timestamp, last + shortestUs);
    lastAt = now();
    return last;
  };
  return {
    onScreen(timestamp) {
      screen = { timestamp, at: now() };
      return advance(timestamp);
    },
    between: () =>
      advance(screen === undefined ? last : screen.timestamp + Math.round((now() - screen.at) * 1000)),
    get isScreenLate() {
      return screen !== undefined && now() - screen.at >= 1.5 * intervalMs;
    },
    get isStarving() {
      const isLive = screen !== undefined && now() - screen.at < goneAfterMs;
      return isLive && now() - lastAt >= starvingAfterMs;
    },
  };
}
