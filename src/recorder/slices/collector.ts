import { type Container, expectedCadenceMs, keyFrameIntervalMs } from '../../domain/format';
import { hasDrafts } from '../../domain/recording';

/** Recorded data, cut as the user chose: a slice or a draft, before it has a number. */
export interface PendingSlice {
  readonly blob: Blob;
  /** The recorded time, in ms, that it completes. */
  readonly coversMs: number;
  /** Whether more data of the same slice follows. */
  readonly isDraft: boolean;
  /** See `domain/recording`. */
  readonly peaks?: Uint8Array;
}

/** What the collector needs from outside. */
export interface SliceCollectorDeps {
  readonly container: Container;
  /** The user's choice, in ms; `null`: none. */
  readonly timesliceMs: number | null;
  /** The recorder's `requestData()`. */
  readonly requestData: () => void;
  /** Accepts each slice and draft, in order. None is empty. */
  readonly emit: (slice: PendingSlice) => void;
}

/** Sorts the data of `MediaRecorder` into the slices that the user chose. */
export interface SliceCollector {
  /** What to pass to `MediaRecorder.start()`, in ms; `undefined`: nothing. */
  readonly recorderTimesliceMs: number | undefined;
  /** Whether to call {@link requestDraft} every second while the recorder runs. */
  readonly hasDrafts: boolean;
  /** The user wants to save now: ends the slice. */
  requestData(): void;
  /** Saves what is there and goes on with the same slice. Does nothing without a timeslice, nor in MP4. */
  requestDraft(): void;
  /**
   * Adds the data of a `dataavailable` event.
   *
   * @param elapsedMs the recorded time of the event, in ms
   * @param last whether the recorder has stopped
   */
  add(data: Blob, elapsedMs: number, last: boolean): void;
}

/** The collector for a container. */
export function createSliceCollector(deps: SliceCollectorDeps): SliceCollector {
  return deps.container === 'webm' ? collectWebm(deps) : collectMp4(deps);
}

/** WebM: an event ends a slice, unless it was requested in between: then it is a draft. No data waits here. */
function collectWebm({ timesliceMs, requestData, emit }: SliceCollectorDeps): SliceCollector {
  /** Who requested the coming events. */
  const requests: ('draft' | 'user')[] = [];
  const request = (by: (typeof requests)[number]) => {
    requests.push(by);
    requestData();
  };
  return {
    recorderTimesliceMs: timesliceMs ?? undefined,
    hasDrafts: hasDrafts(timesliceMs),
    requestData: () => request('user'),
    requestDraft() {
      if (timesliceMs !== null) request('draft');
    },
    add(blob, elapsedMs) {
      // Data that was requested just before the end comes before the last, when the recorder has stopped already.
      const isDraft = requests.shift() === 'draft';
      if (blob.size > 0) emit({ blob, coversMs: elapsedMs, isDraft });
    },
  };
}

/**
 * The timeslice of the recorder itself for MP4, in ms. Chromium's muxer writes with the first key frame after it, and an
 * encoder makes more key frames than requested: with a longer one, a key frame that comes a little too soon is not
 * written, and the next is a whole interval away.
 */
const mp4TimesliceMs = 100;

/**
 * MP4: Chromium's muxer writes only with the first key frame after the timeslice; without a timeslice, or
 * before it has passed, `requestData()` returns nothing at all. So the recorder runs with a short one and sends every
 * fragment as soon as it is complete. Without a timeslice the fragments wait here until the user saves or stops.
 *
 * The muxer writes in pieces: the file type, with the first frame; the header; each fragment. Of pieces that are
 * written together, the event brings only the first; the others would wait for the next event, so they are requested at
 * once.
 */
function collectMp4({ container, timesliceMs, requestData, emit }: SliceCollectorDeps): SliceCollector {
  // A slice ends with the first fragment that ends about when it is due, or later.
  const dueMs =
    timesliceMs === null
      ? Number.POSITIVE_INFINITY
      : expectedCadenceMs(container, timesliceMs) - keyFrameIntervalMs[container] / 4;
  let held: Blob[] = [];
  let sliceEndMs = 0;
  /** When the first piece arrived; the remaining ones have been requested. */
  let writtenMs = 0;
  /** When the last fragment in `held` was complete. */
  let completeMs = 0;
  /** Why the coming events were requested. */
  const requests: ('other pieces' | 'user')[] = [];
  let isFirst = true;

  const flush = (isDraft: boolean) => {
    const blob = new Blob(held, { type: held[0]?.type ?? '' });
    held = [];
    if (blob.size > 0) emit({ blob, coversMs: completeMs, isDraft });
  };

  return {
    recorderTimesliceMs: mp4TimesliceMs,
    // The recorder sends each fragment unasked, and none sooner on request.
    hasDrafts: false,
    requestDraft: () => undefined,
    requestData() {
      requests.push('user');
      requestData();
    },
    add(data, elapsedMs, last) {
      held.push(data);
      const reason = requests.shift() ?? (last ? 'stop' : undefined);
      if (reason === undefined) {
        writtenMs = elapsedMs;
        requests.push('other pieces');
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
