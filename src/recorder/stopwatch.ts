/** Measures recorded time, without pauses. */
export interface Stopwatch {
  /** In ms; 0 before the start. */
  elapsedMs(): number;
  run(): void;
  hold(): void;
}

/** A stopwatch at 0. @param now a monotonic clock, in ms */
export function createStopwatch(now: () => number): Stopwatch {
  let gathered = 0;
  let since: number | undefined;
  return {
    elapsedMs: () => gathered + (since === undefined ? 0 : now() - since),
    run() {
      since ??= now();
    },
    hold() {
      if (since === undefined) return;
      gathered += now() - since;
      since = undefined;
    },
  };
}
