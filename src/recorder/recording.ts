import type { ColorMatrix } from '../domain/color';
import { type Failure, failure, toFailure } from '../domain/failure';
import type { RecordedFormat } from '../domain/format';
import type { Size } from '../domain/picture-box';
import type { Plan } from '../domain/plan';
import type { RecordingId, Slice } from '../domain/recording';
import type { Limit } from '../domain/session';
import { type Rescue, stallLimitMs } from '../domain/snapshot';
import type { Watch } from '../domain/watch';
import { deleteRecording } from '../storage/delete-recording';
import { freeSpace } from '../storage/quota';
import { createRecording, updateRecording } from '../storage/recordings';
import { savedTotals } from '../storage/slices';
import { trackKinds } from './choose-format';
import { type Encoding, encodingOf } from './encoding';
import { createEventLog, type EventLog } from './event-log';
import type { Sources } from './production';
import { createTally, progressOf, type RecordingProgress } from './progress';
import { createRow, describeRecording, type RowStorage } from './recording-row';
import { createSliceCollector } from './slices/collector';
import { openSliceDisk } from './slices/disk';
import { createDraftTimer } from './slices/draft-timer';
import { createPeakLog } from './slices/peak-log';
import { createBeginning, rescueHeld } from './slices/rescue';
import { createSliceWriter } from './slices/writer';
import { createStopwatch } from './stopwatch';
import { createAutoStop } from './watches/auto-stop';
import { createDiskWatch } from './watches/disk';
import { createFreezeWatch } from './watches/freeze';
import { createStallWatch } from './watches/stall';
import { createWatchdog } from './watches/watchdog';

/** What to record. */
export interface RecordingSource {
  readonly id: RecordingId;
  readonly plan: Plan;
  readonly sources: Pick<Sources, 'stream' | 'ease' | 'sourcePeak' | 'onLevel'>;
  /** The video's, in px. */
  readonly size: Size;
  readonly format: RecordedFormat;
}

/** What happens to a recording. */
export interface RecordingEvents {
  /** Called before anything is recorded. @throws FailureError if nothing is to be recorded any more */
  assertWanted(): void;
  /** `MediaRecorder` has its first data. */
  started(): void;
  /** {@link RunningRecording.progress} has changed. */
  progressed(): void;
  /** The encoder, the disk or the database failed; the recording is being stopped. */
  failed(failure: Failure): void;
  /** A limit of the user's is reached. */
  reached(limit: Limit): void;
  /** `MediaRecorder` has sent its last data: it was stopped, it failed, or all tracks ended. */
  ended(): void;
}

/** One recording in progress. */
export interface RunningRecording {
  progress(): RecordingProgress;
  pause(): void;
  resume(): void;
  requestData(): void;
  /** Sets the matrix by which the video's colors were really made. */
  setMatrix(matrix: ColorMatrix): void;
  /** Notes what has happened to its sources, and when. */
  readonly follow: EventLog['follow'];
  /** Ends it; `ended` follows. Does nothing the second time. */
  stop(): void;
  /**
   * Waits for the last slice and marks the recording complete; one without data is deleted.
   *
   * @param reason why it ended early; the last slice may still add a reason
   * @param rescued receives what the disk refused, before anything else is tried
   * @returns whether anything was saved
   * @throws DOMException if the database fails
   */
  finish(reason: () => Failure | undefined, rescued: (rescue: Rescue) => void): Promise<boolean>;
}

/** What a recording needs from outside. */
export interface RecordingDeps extends RowStorage {
  /** @throws DOMException `NotSupportedError` if the browser refuses the stream or the type */
  readonly createMediaRecorder: (stream: MediaStream, encoding: Encoding) => MediaRecorder;
  readonly openDisk: typeof openSliceDisk;
  readonly freeSpace: typeof freeSpace;
  /** A monotonic clock, in ms. */
  readonly now: () => number;
}

const browserDeps: RecordingDeps = {
  createMediaRecorder: (stream, encoding) => new MediaRecorder(stream, encoding),
  openDisk: openSliceDisk,
  freeSpace,
  now: () => performance.now(),
  createRecording,
  updateRecording,
  deleteRecording,
  savedTotals,
};

/**
 * Writes the recording's row, then runs `MediaRecorder` with the plan's timeslice. Its data walks one way:
 * collector -> writer -> disk -> disk worker -> database.
 *
 * @throws DOMException `NotSupportedError` if the browser refuses the stream or the type
 * @throws FailureError if the row can't be written, or the one of `assertWanted`: then nothing is left
 * @see https://www.w3.org/TR/mediastream-recording/#mediarecorder-methods
 */
export async function startRecording(
  source: RecordingSource,
  events: RecordingEvents,
  deps: RecordingDeps = browserDeps,
): Promise<RunningRecording> {
  const { id, plan, sources, format, size } = source;
  const { timesliceMs } = plan.options;
  const tracks = trackKinds(sources.stream);
  const encoding = encodingOf(plan.options, format, tracks, size);
  const recorder = deps.createMediaRecorder(sources.stream, encoding);
  const recording = describeRecording({ id, plan, format, tracks, size });
  const row = createRow(recording, plan.options.whenDone === 'folder', deps);
  const stopwatch = createStopwatch(deps.now);
  const tally = createTally();
  const beginning = createBeginning();

  // Data path.
  const disk = deps.openDisk(format.container, id);
  const writer = createSliceWriter(id, { disk, onSaved: saved, onFailure: fail });
  const collector = createSliceCollector({
    container: format.container,
    timesliceMs,
    requestData: () => recorder.requestData(),
    emit: (slice) => writer.push(peaks.attach(slice, recorder.state === 'inactive')),
  });
  const peaks = createPeakLog();
  sources.onLevel((level) => {
    if (recorder.state === 'recording') peaks.add(level, stopwatch.elapsedMs());
  });
  recorder.ondataavailable = ({ data }) => {
    if (data.size > 0) watchdog.dataArrived();
    collector.add(data, stopwatch.elapsedMs(), recorder.state === 'inactive');
  };

  // Watches.
  /** A full disk may tear what is written to it, and the browser then deletes the database. */
  const canWait = () => space.space?.low === true;
  const log = createEventLog({
    elapsedMs: stopwatch.elapsedMs,
    now: deps.now,
    onChange: (all) => row.setEvents(all, canWait()),
  });
  const onChange = () => {
    log.follow({
      stalled: stall.stalled,
      unanswered: watchdog.unanswered,
      ...(space.space === undefined ? {} : { disk: space.space }),
    });
    events.progressed();
  };
  const stall = createStallWatch(stallLimitMs(format.container, timesliceMs), onChange);
  const watchdog = createWatchdog({
    isDue: timesliceMs !== null,
    requestData: collector.requestData,
    onChange,
  });
  const freeze = createFreezeWatch(deps.now, (gapMs) =>
    row.addMark({ atMs: Math.max(0, stopwatch.elapsedMs() - gapMs), gapMs }, canWait()),
  );
  const autoStop = createAutoStop({
    options: plan.options,
    elapsedMs: stopwatch.elapsedMs,
    sourcePeak: sources.sourcePeak,
    reached: events.reached,
  });
  const space = createDiskWatch({
    freeSpace: deps.freeSpace,
    recorded: () => ({ bytes: tally.totals.bytes, ms: tally.totals.durationMs }),
    expectedBitsPerSecond: encoding.videoBitsPerSecond + encoding.audioBitsPerSecond,
    onChange,
    onFull: (freeBytes) => fail(failure('disk-full', `${freeBytes} bytes are free`)),
  });
  const drafts = createDraftTimer(collector, () => recorder.state);
  const watches: Readonly<Record<'always' | 'unlessPaused', readonly Watch[]>> = {
    always: [space, drafts],
    unlessPaused: [stall, watchdog, freeze, autoStop],
  };

  recorder.onstart = events.started;
  recorder.onerror = (event) => fail(toFailure('error' in event ? event.error : event, 'encoder-failed'));
  recorder.onstop = () => {
    rest();
    for (const watch of watches.always) watch.stop();
    events.ended();
  };

  /** How much later the recorded time is than the bytes in any case: these begin with the first frame. In ms. */
  let leastBehindMs = Number.POSITIVE_INFINITY;
  function saved(slice: Slice, endMs: number | undefined) {
    tally.saved(slice);
    beginning.add(slice);
    stall.saved();
    if (endMs !== undefined) {
      const behindMs = slice.coversMs - endMs;
      leastBehindMs = Math.min(leastBehindMs, behindMs);
      sources.ease(behindMs - leastBehindMs);
    }
    events.progressed();
    autoStop.saved(slice.totalBytes);
  }
  function fail(reason: Failure) {
    events.failed(reason);
    stop();
  }
  function run() {
    stopwatch.run();
    for (const watch of watches.unlessPaused) watch.start();
  }
  function rest() {
    stopwatch.hold();
    for (const watch of watches.unlessPaused) watch.stop();
  }
  function stop() {
    if (recorder.state === 'inactive') return;
    stopwatch.hold();
    recorder.stop();
  }

  try {
    await row.create();
    events.assertWanted();
    recorder.start(collector.recorderTimesliceMs);
  } catch (error) {
    void disk.close();
    await row.discard();
    throw error;
  }
  run();
  for (const watch of watches.always) watch.start();
  // It ended while the row was being written.
  if (!sources.stream.active) stop();

  return {
    progress: () => progressOf({ plan, format, stopwatch, tally, stall, watchdog, space }),
    pause() {
      recorder.pause();
      rest();
      log.paused();
      // Else the data since the last slice would stay in memory for as long as the pause lasts.
      collector.requestDraft();
    },
    resume() {
      recorder.resume();
      log.resumed();
      run();
    },
    requestData: collector.requestData,
    setMatrix(matrix) {
      row.setMatrix(matrix, canWait());
      disk.setMatrix(matrix);
    },
    follow: log.follow,
    stop,
    async finish(reason, rescued) {
      await writer.drained();
      if (writer.held.length > 0) rescued(await rescueHeld(recording, writer.held, beginning, disk));
      const lastCommitMs = await disk.close();
      return row.complete(reason(), lastCommitMs);
    },
  };
}
