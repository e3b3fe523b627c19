import { type ReadonlySignal, signal } from '@preact/signals';
import { silencePeak } from '../domain/level';

/** How long a microphone may hear nothing before it is worth a warning, in ms. */
const silenceLimitMs = 5000;

/** Tells when a microphone that is open is not heard. */
export interface Silence {
  readonly silent: ReadonlySignal<boolean>;
  /** Takes what was just heard. @param peak 0 to 1 */
  hear(peak: number): void;
  /** The microphone is open: waits from now on. */
  begin(): void;
  end(): void;
}

/** @param later calls back once, unless it is ended before */
export function createSilence(later: (ms: number, task: () => void) => () => void): Silence {
  const silent = signal(false);
  let stopWaiting: (() => void) | undefined;
  const end = () => {
    stopWaiting?.();
    stopWaiting = undefined;
    silent.value = false;
  };
  const begin = () => {
    end();
    stopWaiting = later(silenceLimitMs, () => {
      silent.value = true;
    });
  };
  return {
    silent,
    hear(peak) {
      if (stopWaiting !== undefined && peak >= silencePeak) begin();
    },
    begin,
    end,
  };
}
