import { type Container, expectedCadenceMs, keyFrameIntervalMs } from '../../domain/format';
import { draftEveryMs } from '../../domain/recording';
import type { PendingSlice } from './writer';

/** What the collector needs from outside. */
export interface SliceCollectorOptions {
  readonly container: Container;
  /** The person's choice, in ms; `null`: none. */
  readonly timesliceMs: number | null;
  /** The recorder's `requestData()`. */
  readonly requestData: () => void;
  /** Takes the data, whether it is a draft or ends a slice. */
  readonly emit: (slice: PendingSlice) => void;
}

/** Sorts the data of `MediaRecorder` into the slices that the person chose. No data waits here, but where said. */
export interface SliceCollector {
  /** What to give to `MediaRecorder.start()`, in ms; `undefined`: nothing. */
  readonly recorderTimesliceMs: number | undefined;
  /** How often {@link requestDraft} is to be called while the recorder runs, in ms; `undefined`: never. */
  readonly draftTimerMs: number | undefined;
  /** The person wants what there is, now: it ends the slice. */
  requestData(): void;
  requestDraft(): void;
  /**
   * Takes the data of a `dataavailable` event.
   *
   * @param elapsedMs the recorded time at which it came, in ms
   * @param last whether the recorder has stopped
   */
  add(data: Blob, elapsedMs: number, last: boolean): void;
}

/** The collector for a container. */
export function createSliceCollector(options: SliceCollectorOptions): SliceCollector {
  return options.container === 'webm' ? passOn(options) : gather(options);
}

/** WebM: an event ends a slice, but for those that were asked for in between, which are drafts of it. */
function passOn({ timesliceMs, requestData, emit }: SliceCollectorOptions): SliceCollector {
  /** Who waits for the coming events. */
  const asked: ('draft' | 'person')[] = [];
  const ask = (who: (typeof asked)[number]) => {
    asked.push(who);
    requestData();
  };
  return {
    recorderTimesliceMs: timesliceMs ?? undefined,
    draftTimerMs: timesliceMs !== null && timesliceMs > draftEveryMs ? draftEveryMs : undefined,
    requestData: () => ask('person'),
    requestDraft: () => ask('draft'),
    add(blob, elapsedMs, last) {
      const isDraft = asked.shift() === 'draft' && !last;
      if (blob.size > 0) emit({ blob, coversMs: elapsedMs, isDraft });
    },
  };
}

/**
 * How often the recorder is to give an MP4, in ms. Chromium's muxer writes with the first key frame after that time,
 * and an encoder makes more of these than it was asked for: where one comes sooner and is not written, the next one is a
 * whole interval away.
 */
const mp4TimesliceMs = 100;

/**
 * MP4: Chromium's muxer writes only with the first key frame after the timeslice; without a timeslice, or
 * before it has passed, `requestData()` gives nothing at all. So the recorder runs with a short one, which gives every
 * fragment as soon as it is complete. Without a timeslice the fragments wait here until the person asks.
 *
 * The muxer writes in pieces: the type of the file, with the first frame; the header; each fragment. What is written in one
 * go comes with the first piece alone, and the others would wait for the next event: so they are asked for at once.
 */
function gather({ container, timesliceMs, requestData, emit }: SliceCollectorOptions): SliceCollector {
  // A slice ends with the first fragment that ends about when it is due, or after.
  const dueMs =
    timesliceMs === null
      ? Number.POSITIVE_INFINITY
      : expectedCadenceMs(container, timesliceMs) - keyFrameIntervalMs[container] / 4;
  let held: Blob[] = [];
  let sliceEndMs = 0;
  /** When the first piece of those that wait for the others came. */
  let writtenMs = 0;
  /** When the last fragment that is here was complete. */
  let completeMs = 0;
  /** Who waits for the coming events: the pieces that came before, or the person. */
  const asked: ('other pieces' | 'person')[] = [];
  let isFirst = true;

  const flush = (isDraft: boolean) => {
    const blob = new Blob(held, { type: held[0]?.type ?? '' });
    held = [];
    if (blob.size > 0) emit({ blob, coversMs: completeMs, isDraft });
  };

  return {
    recorderTimesliceMs: mp4TimesliceMs,
    // Each fragment comes by itself.
    draftTimerMs: undefined,
    requestDraft: () => undefined,
    requestData() {
      asked.push('person');
      requestData();
    },
    add(data, elapsedMs, last) {
      held.push(data);
      const reason = last ? 'stop' : asked.shift();
      if (reason === undefined) {
        writtenMs = elapsedMs;
        asked.push('other pieces');
        requestData();
        return;
      }
      if (reason === 'other pieces') {
        const isTypeAlone = isFirst && data.size === 0;
        isFirst = false;
        if (isTypeAlone) return;
      }
      if (reason === 'stop') completeMs = elapsedMs;
      else if (reason === 'other pieces') completeMs = writtenMs;
      const isDue = reason !== 'other pieces' || writtenMs - sliceEndMs >= dueMs;
      if (isDue) sliceEndMs = reason === 'other pieces' ? writtenMs : elapsedMs;
      if (isDue || timesliceMs !== null) flush(!isDue);
    },
  };
}
