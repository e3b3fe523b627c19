import { type Container, expectedCadenceMs, keyFrameIntervalMs } from '../domain/format';
import type { PendingSlice } from './slice-writer';

/**
 * How often the data of a longer timeslice goes to disk as a draft, in ms. A browser that quits ends the
 * recorder within a tenth of a second, too soon to save a slice of many seconds then.
 */
const draftEveryMs = 1000;

/** What the collector needs from outside. */
export interface SliceCollectorOptions {
  readonly container: Container;
  /** The person's choice, in ms; `null`: none. */
  readonly timesliceMs: number | null;
  /** The recorder's `requestData()`. */
  readonly requestData: () => void;
  /** Takes the finished slice. */
  readonly emit: (slice: PendingSlice) => void;
  /** Takes what has been gathered of the next slice since the draft before. */
  readonly keep: (draft: PendingSlice) => void;
}

/** Turns the data of `MediaRecorder` into the slices that the person chose, none of them empty. */
export interface SliceCollector {
  /** What to give to `MediaRecorder.start()`, in ms; `undefined`: nothing. */
  readonly recorderTimesliceMs: number | undefined;
  /** How often {@link requestDraft} is to be called while the recorder runs, in ms; `undefined`: never. */
  readonly draftTimerMs: number | undefined;
  /** The person wants what there is, now. */
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

/**
 * WebM: every `dataavailable` event is a slice. With a long timeslice the data is also asked for every
 * {@link draftEveryMs}, kept as drafts, and joined when the timeslice has passed.
 */
function passOn({ timesliceMs, requestData, emit, keep }: SliceCollectorOptions): SliceCollector {
  let held: Blob[] = [];
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
    add(data, elapsedMs, last) {
      if (data.size > 0) held.push(data);
      const isDraft = asked.shift() === 'draft' && !last;
      if (isDraft && data.size > 0) keep({ blob: data, coversMs: elapsedMs });
      if (isDraft || held.length === 0) return;
      emit({ blob: joined(held), coversMs: elapsedMs });
      held = [];
    },
  };
}

/** The Blob itself where it is alone, as it is without drafts. */
function joined(blobs: readonly Blob[]): Blob {
  const [first] = blobs;
  return first !== undefined && blobs.length === 1
    ? first
    : new Blob([...blobs], { type: first?.type ?? '' });
}

/**
 * MP4: Chromium's muxer writes only with the first key frame after the timeslice; without a timeslice, or
 * before it has passed, `requestData()` gives nothing at all. So the recorder runs with half a
 * key-frame interval, which gives every fragment as soon as it is complete, and the fragments are joined
 * here until the chosen timeslice has passed, or the person asks.
 */
function gather({ container, timesliceMs, requestData, emit, keep }: SliceCollectorOptions): SliceCollector {
  const recorderTimesliceMs = keyFrameIntervalMs.mp4 / 2;
  // A slice is due with the fragment that ends nearest to its time.
  const dueMs =
    timesliceMs === null
      ? Number.POSITIVE_INFINITY
      : expectedCadenceMs(container, timesliceMs) - recorderTimesliceMs;
  let held: Blob[] = [];
  let undrafted: Blob[] = [];
  let emittedMs = 0;
  /** When the last fragment that is held was complete. */
  let completeMs = 0;
  let headerMs: number | undefined;
  /** Who waits for the coming events: the first fragment, or the person. */
  const asked: ('first fragment' | 'person')[] = [];

  const flush = (elapsedMs: number, type: string) => {
    const blob = new Blob(held, { type });
    held = [];
    undrafted = [];
    emittedMs = elapsedMs;
    emit({ blob, coversMs: completeMs });
  };

  return {
    recorderTimesliceMs,
    // Each fragment comes by itself.
    draftTimerMs: undefined,
    requestDraft: () => undefined,
    requestData() {
      asked.push('person');
      requestData();
    },
    add(data, elapsedMs, last) {
      held.push(data);
      undrafted.push(data);
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
      if (due) {
        if (held.some((part) => part.size > 0)) flush(elapsedMs, data.type);
      } else if (timesliceMs !== null) {
        keep({ blob: new Blob(undrafted, { type: data.type }), coversMs: completeMs });
        undrafted = [];
      }
    },
  };
}
