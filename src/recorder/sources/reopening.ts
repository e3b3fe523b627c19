/** The delays before one attempt after another, in ms; the last one repeats. The first loss may be a mere hiccup. */
const delaysMs = [0, 250, 500, 1000, 2000, 4000, 5000] as const;

/** How long a device must stay open before its next loss counts as the first one again, in ms. */
const stableMs = 5000;

/** Reopens a lost device, with a longer delay before each attempt. */
export interface Reopening {
  /** Schedules an attempt: the device is lost, or could not be opened. */
  schedule(): void;
  /** The device is open; once it has stayed open, the next delay is the shortest. */
  opened(): void;
  /** Cancels the attempt; the next delay is the shortest. */
  cancel(): void;
}

/** @param attempt opens the device, then calls `opened` or `schedule` */
export function createReopening(attempt: () => void): Reopening {
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
    schedule() {
      wait(delaysMs[step] ?? 5000, attempt);
      step = Math.min(step + 1, delaysMs.length - 1);
    },
    opened: () => wait(stableMs, reset),
    cancel() {
      clearTimeout(timer);
      reset();
    },
  };
}
