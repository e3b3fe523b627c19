import { type Failure, FailureError, failure, toFailure, toStorageFailure } from '../domain/failure';
import {
  audioBitsPerSecond,
  type Format,
  keyFrameIntervalMs,
  mimeTypeOf,
  videoBitsPerSecond,
} from '../domain/format';
import type { Size } from '../domain/picture-box';
import type { Mark, Recording, RecordingId } from '../domain/recording';
import type { Limit } from '../domain/session';
import { type Plan, type Progress, type Rescue, stallLimitMs } from '../domain/snapshot';
import { freeSpace } from '../storage/quota';
import { createRecording, deleteRecording, updateRecording } from '../storage/recordings';
import { savedTotals } from '../storage/slices';
import { trackKinds } from './choose-format';
import type { SourcesProgress } from './production';
import { createSliceCollector } from './slices/collector';
import { openSliceDisk } from './slices/disk';
import { createBeginning, rescueHeld, sliceOf } from './slices/rescue';
import { createSliceWriter, type Saved } from './slices/writer';
import { createStopwatch } from './stopwatch';
import { createAutoStop } from './watches/auto-stop';
import { createDiskWatch } from './watches/disk';
import { createFreezeWatch } from './watches/freeze';
import { createStallWatch } from './watches/stall';
import type { Watch } from './watches/watch';
import { createWatchdog } from './watches/watchdog';

/** What a recording is made of. */
export interface RecordingSource {
  readonly id: RecordingId;
  readonly plan: Plan;
  readonly stream: MediaStream;
  /** The picture's, in px. */
  readonly size: Size;
  readonly format: Format;
}

/** What a recording tells while it runs. */
export interface RecordingEvents {
  /** Nothing is recorded yet. @throws FailureError where nothing is to be recorded any more */
  beginning(): void;
  /** `MediaRecorder` has its first data. */
  started(): void;
  /** Something of {@link RunningRecording.progress} changed. */
  progressed(): void;
  /** The encoder, the disk or the database failed; the recording is being stopped. */
  failed(failure: Failure): void;
  /** `MediaRecorder` gave its last data, because it was told to, failed, or all tracks ended. */
  ended(): void;
  /** What the person had set as the end is reached. */
  reached(limit: Limit): void;
  /** The encoder gave data; so far, in ms, it was behind what was given to it. */
  behind(ms: number): void;
  /** How loud the source has been since the last call, 0 to 1; `undefined` where it has no sound. */
  sourcePeak(): number | undefined;
}

/** One recording under way. */
export interface RunningRecording {
  progress(): Omit<Progress, keyof SourcesProgress>;
  pause(): void;
  resume(): void;
  requestData(): void;
  /** Ends it; `ended` follows. Does nothing the second time. */
  stop(): void;
  /**
   * Waits for the last slice and marks the recording complete; one without data is deleted.
   * What the disk refused is handed to `rescued` before anything else is tried.
   *
   * @param reason why it ended before the person asked for it; the last slice may still add one
   * @returns whether anything was saved
   */
  finish(reason: () => Failure | undefined, rescued: (rescue: Rescue) => void): Promise<boolean>;
}

/**
 * Writes the recording's row, then runs `MediaRecorder` over the stream with the plan's timeslice
 * and hands the Blob of each `dataavailable` event to the disk.
 *
 * @throws DOMException `NotSupportedError` where the browser refuses the stream or the type
 * @throws FailureError where the row can't be written, and what `beginning` throws: then nothing is left
 * @see https://www.w3.org/TR/mediastream-recording/#mediarecorder-methods
 */
export async function startRecording(
  source: RecordingSource,
  events: RecordingEvents,
): Promise<RunningRecording> {
  const { id, plan, stream, format } = source;
  const { timesliceMs } = plan.options;
  const row = describeRecording(source);
  const bitsPerSecond = videoBitsPerSecond(
    { ...source.size, frameRate: plan.options.frameRate },
    plan.options.quality,
  );
  const recorder = new MediaRecorder(stream, {
    mimeType: row.mimeType,
    videoBitsPerSecond: bitsPerSecond,
    audioBitsPerSecond,
    // Younger than the compiler's DOM library; ignored by browsers that do not know it.
    ...{ videoKeyFrameIntervalDuration: keyFrameIntervalMs[format.container] },
  });

  const stopwatch = createStopwatch(() => performance.now());
  const stallWatch = createStallWatch(stallLimitMs(format.container, timesliceMs), () => events.progressed());
  const watchdog = createWatchdog({
    isDue: timesliceMs !== null,
    requestData: () => collector.requestData(),
    onChange: events.progressed,
  });
  const marks: Mark[] = [];
  const freezeWatch = createFreezeWatch(
    () => performance.now(),
    (gapMs) => {
      marks.push({ atMs: Math.max(0, stopwatch.elapsedMs() - gapMs), gapMs });
      // The end of the recording writes them again.
      void updateRecording(id, { marks }).catch(() => undefined);
    },
  );
  const autoStop = createAutoStop({
    options: plan.options,
    elapsedMs: stopwatch.elapsedMs,
    sourcePeak: events.sourcePeak,
    reached: events.reached,
  });
  const watches: readonly Watch[] = [stallWatch, watchdog, freezeWatch, autoStop];
  let saved: Saved = { bytes: 0, sliceCount: 0, coversMs: 0 };
  let savedAt: number | undefined;
  let draftTimer: ReturnType<typeof setInterval> | undefined;

  const fail = (failure: Failure) => {
    events.failed(failure);
    stop();
  };
  const diskWatch = createDiskWatch({
    freeSpace,
    recorded: () => ({ bytes: saved.bytes, ms: saved.coversMs }),
    expectedBitsPerSecond: bitsPerSecond + audioBitsPerSecond,
    onChange: events.progressed,
    onFull: (freeBytes) => fail(failure('disk-full', `${freeBytes} bytes are free`)),
  });
  const disk = openSliceDisk(format.container, id);
  const beginning = createBeginning();
  const writer = createSliceWriter({
    async write(slice) {
      const endMs = await disk.write(sliceOf(id, slice));
      if (endMs !== undefined) events.behind(slice.coversMs - endMs);
    },
    makeRoom: disk.makeRoom,
    onSaved(after) {
      saved = after;
      savedAt = Date.now();
      stallWatch.saved();
      events.progressed();
      autoStop.saved(after.bytes);
    },
    onFailure: fail,
  });

  const collector = createSliceCollector({
    container: format.container,
    timesliceMs,
    requestData: () => recorder.requestData(),
    emit(slice) {
      beginning.add(slice.blob);
      writer.push(slice);
    },
  });

  recorder.onstart = events.started;
  recorder.ondataavailable = ({ data }) => {
    if (data.size > 0) watchdog.dataArrived();
    collector.add(data, stopwatch.elapsedMs(), recorder.state === 'inactive');
  };
  recorder.onerror = (event) => fail(toFailure('error' in event ? event.error : event, 'encoder-failed'));
  recorder.onstop = () => {
    clearInterval(draftTimer);
    stopwatch.hold();
    for (const watch of watches) watch.stop();
    diskWatch.stop();
    events.ended();
  };

  function stop() {
    if (recorder.state === 'inactive') return;
    stopwatch.hold();
    recorder.stop();
  }

  try {
    await stored(createRecording(row));
    events.beginning();
    recorder.start(collector.recorderTimesliceMs);
  } catch (error) {
    void disk.close();
    await deleteRecording(id).catch(() => undefined);
    throw error;
  }
  stopwatch.run();
  for (const watch of watches) watch.start();
  diskWatch.start();
  // It ended while the row was being written.
  if (!stream.active) stop();
  if (collector.draftTimerMs !== undefined) {
    draftTimer = setInterval(() => {
      if (recorder.state === 'recording') collector.requestDraft();
    }, collector.draftTimerMs);
  }

  return {
    progress: () => ({
      source: plan.options.source,
      ...(plan.tab === undefined ? {} : { tab: plan.tab.reference }),
      container: format.container,
      timesliceMs,
      elapsedMs: stopwatch.elapsedMs(),
      measuredAt: Date.now(),
      bytes: saved.bytes,
      sliceCount: saved.sliceCount,
      safeMs: saved.coversMs,
      ...(savedAt === undefined ? {} : { savedAt }),
      stalled: stallWatch.stalled,
      unanswered: watchdog.unanswered,
      ...(diskWatch.space === undefined ? {} : { disk: diskWatch.space }),
    }),
    pause() {
      recorder.pause();
      stopwatch.hold();
      for (const watch of watches) watch.stop();
    },
    resume() {
      recorder.resume();
      stopwatch.run();
      for (const watch of watches) watch.start();
    },
    requestData: () => collector.requestData(),
    stop,
    async finish(reason, rescued) {
      await writer.drained();
      if (writer.held.length > 0) rescued(await rescueHeld(row, writer.held, beginning, disk));
      await disk.close();
      const failure = reason();
      // Not what the writer knows of: a write that it heard nothing of may have reached the disk.
      const totals = await savedTotals(id);
      if (totals.sliceCount === 0) {
        await deleteRecording(id);
        return false;
      }
      await updateRecording(id, {
        ...totals,
        state: 'complete',
        ...(failure === undefined ? {} : { failure }),
        ...(marks.length === 0 ? {} : { marks }),
      });
      return true;
    },
  };
}

/** An error of IndexedDB has the names of other errors, but never their meaning. */
function stored(written: Promise<void>): Promise<void> {
  return written.catch((error: unknown) => {
    const { code, detail } = toStorageFailure(error);
    throw new FailureError(code, detail);
  });
}

function describeRecording({ id, plan, stream, size, format }: RecordingSource): Recording {
  const tracks = trackKinds(stream);
  return {
    id,
    name: plan.name,
    createdAt: Date.now(),
    source: plan.options.source,
    format: format.id,
    mimeType: mimeTypeOf(format, tracks),
    timesliceMs: plan.options.timesliceMs,
    ...size,
    hasAudio: tracks.audio,
    state: 'recording',
    durationMs: 0,
    bytes: 0,
    sliceCount: 0,
  };
}
