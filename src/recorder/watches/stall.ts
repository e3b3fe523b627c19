import type { Watch } from '../../domain/watch';

/** Notices if no data reaches the disk for too long. */
export interface StallWatch extends Watch {
  readonly stalled: boolean;
  /** Data is on disk: restarts the wait. */
  saved(): void;
}

/**
 * A stall watch.
 *
 * @param limitMs how long to wait, in ms; `null`: no data is ever due
 * @param onChange called when `stalled` has changed
 */
export function createStallWatch(limitMs: number | null, onChange: () => void): StallWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stalled = false;

  const change = (next: boolean) => {
    if (stalled === next) return;
    stalled = next;
    onChange();
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    change(false);
  };
  const start = () => {
    stop();
    if (limitMs !== null) timer = setTimeout(() => change(true), limitMs);
  };
  return {
    get stalled() {
      return stalled;
    },
    saved() {
      if (timer !== undefined) start();
    },
    start,
    stop,
  };
}
