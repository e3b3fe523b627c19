import { type Container, expectedCadenceMs, keyFrameIntervalMs } from '../domain/format';
import type { PendingSlice } from './slice-writer';

/** What the collector needs from outside. */
export interface SliceCollectorOptions {
  readonly container: Container;
  /** The person's choice, in ms; `null`: none. */
  readonly timesliceMs: number | null;
  /** The recorder's `requestData()`. */
  readonly requestData: () => void;
  /** Takes the finished slice. */
  readonly emit: (slice: PendingSlice) => void;
}

/** Turns the data of `MediaRecorder` into the slices that the person chose, none of them empty. */
export interface SliceCollector {
  /** What to give to `MediaRecorder.start()`, in ms; `undefined`: nothing. */
  readonly recorderTimesliceMs: number | undefined;
  /** The person wants what there is, now. */
  requestData(): void;
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

/** WebM: every `dataavailable` event is a slice, and covers the time until it came. */
function passOn({ timesliceMs, requestData, emit }: SliceCollectorOptions): SliceCollector {
  return {
    recorderTimesliceMs: timesliceMs ?? undefined,
    requestData,
    add(blob, elapsedMs) {
      if (blob.size > 0) emit({ blob, coversMs: elapsedMs });
    },
  };
}

/**
 * MP4: Chromium's muxer writes only with the first key frame after the timeslice; without a timeslice, or
 * before it has passed, `requestData()` gives nothing at all. So the recorder runs with half a
 * key-frame interval, which gives every fragment as soon as it is complete, and the fragments are joined
 * here until the chosen timeslice has passed, or the person asks.
 */
function gather({ container, timesliceMs, requestData, emit }: SliceCollectorOptions): SliceCollector {
  const recorderTimesliceMs = keyFrameIntervalMs.mp4 / 2;
  // A slice is due with the fragment that ends nearest to its time.
  const dueMs =
    timesliceMs === null
      ? Number.POSITIVE_INFINITY
      : expectedCadenceMs(container, timesliceMs) - recorderTimesliceMs;
  let held: Blob[] = [];
  let emittedMs = 0;
  /** When the last fragment that is held was complete. */
  let completeMs = 0;
  let headerMs: number | undefined;
  /** Who waits for the coming events: the first fragment, or the person. */
  const asked: ('first fragment' | 'person')[] = [];

  const flush = (elapsedMs: number, type: string) => {
    const blob = new Blob(held, { type });
    held = [];
    emittedMs = elapsedMs;
    emit({ blob, coversMs: completeMs });
  };

  return {
    recorderTimesliceMs,
    requestData() {
      asked.push('person');
      requestData();
    },
    add(data, elapsedMs, last) {
      held.push(data);
      const reason = last ? 'stop' : asked.shift();
      if (reason === undefined && headerMs === undefined) {
        // The header comes alone; the first fragment would wait behind it for the second.
        headerMs = elapsedMs;
        asked.push('first fragment');
        requestData();
        return;
      }
      if (reason === 'first fragment') completeMs = headerMs ?? 0;
      else if (reason !== 'person') completeMs = elapsedMs;
      const due = reason === 'stop' || reason === 'person' || elapsedMs - emittedMs >= dueMs;
      if (due && held.some((part) => part.size > 0)) flush(elapsedMs, data.type);
    },
  };
}
