import type { Later, Watch } from '../domain/watch';
import { silencePeak } from './level';

/** How long a microphone may be silent before the user is warned, in ms. */
export const silenceLimitMs = 5000;

/** Notices when an open microphone has been silent for {@link silenceLimitMs}. */
export interface SilenceWatch extends Watch {
  /** Whether it is silent; never while stopped. */
  readonly silent: boolean;
  /** Takes the latest peak, 0 to 1. */
  sample(peak: number): void;
}

/**
 * A watch that is not started.
 *
 * @param changed called when {@link SilenceWatch.silent} changes
 */
export function createSilenceWatch(later: Later, changed: (silent: boolean) => void): SilenceWatch {
  let silent = false;
  let cancel: (() => void) | undefined;

  const set = (now: boolean) => {
    if (silent === now) return;
    silent = now;
    changed(silent);
  };
  const stop = () => {
    cancel?.();
    cancel = undefined;
    set(false);
  };
  const start = () => {
    stop();
    cancel = later(silenceLimitMs, () => set(true));
  };
  return {
    get silent() {
      return silent;
    },
    start,
    stop,
    sample(peak) {
      if (cancel !== undefined && peak >= silencePeak) start();
    },
  };
}
