import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { StoryboardPicture } from '../domain/storyboard';
import type { Timeline } from '../domain/timeline';

/** Where a player gets what it shows of a recording along its time. */
export interface TimelineSource {
  readonly hasAudio: boolean;
  /** What is stored; `undefined` until it is read, and if it can't be. */
  readonly stored: ReadonlySignal<Timeline | undefined>;
  /** Decodes the audio of the file; see `Timeline.peaks`. @param signal ends that at once */
  measurePeaks(signal: AbortSignal): Promise<Uint8Array>;
  /** Decodes small pictures of the video; see `Timeline.pictures`. @param signal ends that at once */
  makePictures(signal: AbortSignal): Promise<readonly StoryboardPicture[]>;
}

/** What is shown of it. */
export interface ShownTimeline {
  /** `undefined` until it is read, and if it can't be. */
  readonly timeline: ReadonlySignal<Timeline | undefined>;
  /** Whether the audio is being measured, because its peaks were not kept. */
  readonly isMeasuring: ReadonlySignal<boolean>;
  /** The user points at a moment of a video: if none or few pictures were kept, more are made, once. */
  point(): void;
  end(): void;
}

/** Follows what is stored, and measures the peaks if they are missing. */
export function followTimeline({
  hasAudio,
  stored,
  measurePeaks,
  makePictures,
}: TimelineSource): ShownTimeline {
  const peaks = signal<Uint8Array | undefined>(undefined);
  const pictures = signal<readonly StoryboardPicture[] | undefined>(undefined);
  let isMaking = false;
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
    timeline: computed(() => {
      const known = stored.value;
      if (known === undefined) return undefined;
      return {
        ...known,
        ...(peaks.value === undefined ? {} : { peaks: peaks.value }),
        ...(pictures.value === undefined ? {} : { pictures: pictures.value }),
      };
    }),
    isMeasuring,
    point() {
      const known = stored.peek();
      if (isMaking || known === undefined) return;
      const { pictures: kept = [], hasFewPictures = false } = known;
      if (kept.length > 0 && !hasFewPictures) return;
      isMaking = true;
      void makePictures(end.signal)
        .then((made) => {
          if (made.length > kept.length) pictures.value = made;
        })
        // The frame at the pointer is decoded all the same.
        .catch(() => undefined);
    },
    end() {
      stop();
      end.abort();
    },
  };
}
