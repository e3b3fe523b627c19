/** The waits before one attempt after another, in ms; the last one stays. The first loss may be a mere hiccup. */
const waitsMs = [0, 250, 500, 1000, 2000, 4000, 5000] as const;

/** What stays open for so long is no longer taken for one that ends at once, in ms. */
const steadyMs = 5000;

/** Attempts to open again what is gone, each after a longer wait than the one before. */
export interface Retries {
  /** It is gone, or could not be opened: tries after a wait. */
  again(): void;
  /** It is open; where it stays so, the next wait is the shortest. */
  opened(): void;
  /** Tries no more; the next wait is the shortest. */
  end(): void;
}

/** @param attempt opens it; says `opened` or `again` thereafter */
export function createRetries(attempt: () => void): Retries {
  let step = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (ms: number, task: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(task, ms);
  };
  const reset = () => {
    step = 0;
  };
  return {
    again() {
      wait(waitsMs[step] ?? 5000, attempt);
      step = Math.min(step + 1, waitsMs.length - 1);
    },
    opened: () => wait(steadyMs, reset),
    end() {
      clearTimeout(timer);
      reset();
    },
  };
}
