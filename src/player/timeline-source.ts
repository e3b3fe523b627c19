import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Timeline } from '../domain/timeline';

/** Where a player gets what it shows of a recording along its time. */
export interface TimelineSource {
  readonly hasAudio: boolean;
  /** What is stored; `undefined` until it is read, and if it can't be. */
  readonly stored: ReadonlySignal<Timeline | undefined>;
  /** Decodes the audio of the file; see `Timeline.peaks`. @param signal ends that at once */
  measurePeaks(signal: AbortSignal): Promise<Uint8Array>;
}

/** What is shown of it. */
export interface ShownTimeline {
  /** `undefined` until it is read, and if it can't be. */
  readonly timeline: ReadonlySignal<Timeline | undefined>;
  /** Whether the audio is being measured, because its peaks were not kept. */
  readonly isMeasuring: ReadonlySignal<boolean>;
  end(): void;
}

/** Follows what is stored, and measures the peaks if they are missing. */
export function followTimeline({ hasAudio, stored, measurePeaks }: TimelineSource): ShownTimeline {
  const peaks = signal<Uint8Array | undefined>(undefined);
  const isMeasuring = signal(false);
  const end = new AbortController();
  const stop = stored.subscribe((known) => {
    if (known === undefined || known.peaks !== undefined || !hasAudio || isMeasuring.peek()) return;
    isMeasuring.value = true;
    void measurePeaks(end.signal)
      .then((measured) => {
        peaks.value = measured;
      })
      // The recording plays without it.
      .catch(() => undefined)
      .finally(() => {
        isMeasuring.value = false;
      });
  });
  return {
    timeline: computed(() =>
      stored.value === undefined || peaks.value === undefined
        ? stored.value
        : { ...stored.value, peaks: peaks.value },
    ),
    isMeasuring,
    end() {
      stop();
      end.abort();
    },
  };
}
