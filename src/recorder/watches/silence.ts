import { silencePeak } from '../../domain/level';

/** How long a microphone may hear nothing before it is worth a warning, in ms. */
const silenceLimitMs = 5000;

/** Tells when a microphone that should be heard is not. */
export interface SilenceWatch {
  readonly silent: boolean;
  /** Takes what was just heard. @param peak 0 to 1 */
  hear(peak: number): void;
  /** Begins anew: nothing was to be heard. */
  reset(): void;
}

/** @param now the time, in ms; the watch begins at once */
export function createSilenceWatch(now: () => number): SilenceWatch {
  let heardAt = now();
  let silent = false;
  const reset = () => {
    heardAt = now();
    silent = false;
  };
  return {
    get silent() {
      return silent;
    },
    hear(peak) {
      if (peak >= silencePeak) reset();
      else silent = now() - heardAt >= silenceLimitMs;
    },
    reset,
  };
}
