import { type ReadonlySignal, signal } from '@preact/signals';
import type { Timeline } from '../domain/timeline';

/** Where a player gets what it shows of a recording along its time. */
export interface TimelineSource {
  readonly hasAudio: boolean;
  /** What is stored; `undefined` if that can't be read. */
  readonly stored: Timeline | undefined;
  /** Decodes the audio of the file; see `Timeline.peaks`. @param signal ends that at once */
  measurePeaks(signal: AbortSignal): Promise<Uint8Array>;
}

/** What is shown of it. */
export interface ShownTimeline {
  /** `undefined` if it can't be read. */
  readonly timeline: ReadonlySignal<Timeline | undefined>;
  /** Whether the audio is being measured, because its peaks were not kept. */
  readonly isMeasuring: ReadonlySignal<boolean>;
  end(): void;
}

/** Begins with what is stored, and measures the peaks if they are missing. */
export function followTimeline({ hasAudio, stored, measurePeaks }: TimelineSource): ShownTimeline {
  const timeline = signal(stored);
  const isMeasuring = signal(stored !== undefined && stored.peaks === undefined && hasAudio);
  const end = new AbortController();
  const measure = async () => {
    const peaks = await measurePeaks(end.signal);
    if (stored !== undefined) timeline.value = { ...stored, peaks };
  };
  if (isMeasuring.value) {
    void measure()
      // The recording plays without it.
      .catch(() => undefined)
      .finally(() => {
        isMeasuring.value = false;
      });
  }
  return { timeline, isMeasuring, end: () => end.abort() };
}
