import { type ReadonlySignal, signal } from '@preact/signals';
import type { Timeline } from '../domain/timeline';

/** Where a player gets what it shows of a recording along its time. */
export interface TimelineSource {
  readonly hasAudio: boolean;
  /** What is stored; nothing is decoded. */
  read(): Promise<Timeline>;
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

/** Reads it, and measures the peaks if they are missing. */
export function followTimeline(source: TimelineSource): ShownTimeline {
  const timeline = signal<Timeline | undefined>(undefined);
  const isMeasuring = signal(false);
  const end = new AbortController();
  const read = async () => {
    const stored = await source.read();
    if (end.signal.aborted) return;
    timeline.value = stored;
    if (stored.peaks !== undefined || !source.hasAudio) return;
    isMeasuring.value = true;
    const peaks = await source.measurePeaks(end.signal);
    timeline.value = { ...stored, peaks };
  };
  void read()
    // The recording plays without it.
    .catch(() => undefined)
    .finally(() => {
      isMeasuring.value = false;
    });
  return { timeline, isMeasuring, end: () => end.abort() };
}
