import { wholeOf } from '../domain/clip';
import type { ColorMatrix } from '../domain/color';
import { type Failure, throwStorageFailure } from '../domain/failure';
import { mimeTypeOf, type RecordedFormat, type TrackKinds } from '../domain/format';
import type { Mark } from '../domain/media';
import type { MediaEvent } from '../domain/media-event';
import type { Size } from '../domain/picture-box';
import type { Plan } from '../domain/plan';
import type { Recording, RecordingId } from '../domain/recording';
import type { deleteRecording } from '../storage/delete-recording';
import type { createRecording, updateRecording } from '../storage/recordings';
import type { savedTotals } from '../storage/slices';

/** What the row says of a recording that begins. */
export interface RecordingFacts {
  readonly id: RecordingId;
  readonly plan: Plan;
  readonly format: RecordedFormat;
  readonly tracks: TrackKinds;
  /** The video's, in px. */
  readonly size: Size;
}

/** The row of a recording that begins now. */
export function describeRecording({ id, plan, format, tracks, size }: RecordingFacts): Recording {
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
    ranges: wholeOf(id),
  };
}

/** The storage of rows. */
export interface RowStorage {
  readonly createRecording: typeof createRecording;
  readonly updateRecording: typeof updateRecording;
  readonly deleteRecording: typeof deleteRecording;
  readonly savedTotals: typeof savedTotals;
}

/** The row of a recording in progress. What `canWait` is written once the recording is complete. */
export interface RecordingRow {
  /** @throws FailureError if it can't be written */
  create(): Promise<void>;
  /** Deletes it after a start that failed. Never rejects: recovery deletes a row without slices too. */
  discard(): Promise<void>;
  /** Adds a gap, and tries to write it at once. */
  addMark(mark: Mark, canWait: boolean): void;
  /** Sets what happened so far, and tries to write it at once. */
  setEvents(events: readonly MediaEvent[], canWait: boolean): void;
  /** Sets the matrix of the colors, and tries to write it at once. */
  setMatrix(matrix: ColorMatrix, canWait: boolean): void;
  /**
   * Marks the recording complete, with its totals and gaps. One without a slice on disk is deleted.
   *
   * @param failure why it ended early
   * @param lastCommitMs how long the commit of the last slice took, in ms
   * @returns whether anything was saved
   * @throws DOMException if the database fails
   */
  complete(failure: Failure | undefined, lastCommitMs?: number): Promise<boolean>;
}

/** A row that is not written yet. @param toFolder whether the user chose to save this recording to the folder */
export function createRow(recording: Recording, toFolder: boolean, storage: RowStorage): RecordingRow {
  const { id } = recording;
  const marks: Mark[] = [];
  let events: readonly MediaEvent[] = [];
  let matrix: ColorMatrix | undefined;
  /** `complete` writes it again. */
  const tryToWrite = (change: Pick<Partial<Recording>, 'marks' | 'events' | 'matrix'>) =>
    void storage.updateRecording(id, change).catch(() => undefined);
  return {
    create: () => storage.createRecording(recording, toFolder).catch(throwStorageFailure),
    discard: () => storage.deleteRecording(id).catch(() => undefined),
    addMark(mark, canWait) {
      marks.push(mark);
      if (!canWait) tryToWrite({ marks });
    },
    setEvents(all, canWait) {
      events = all;
      if (!canWait) tryToWrite({ events });
    },
    setMatrix(found, canWait) {
      if (found === matrix) return;
      matrix = found;
      if (!canWait) tryToWrite({ matrix });
    },
    async complete(failure, lastCommitMs) {
      // Read from disk: a write that timed out may have been committed.
      const totals = await storage.savedTotals(id);
      if (totals.sliceCount === 0) {
        await storage.deleteRecording(id);
        return false;
      }
      await storage.updateRecording(id, {
        ...totals,
        state: 'complete',
        ...(failure === undefined ? {} : { failure }),
        ...(marks.length === 0 ? {} : { marks }),
        ...(events.length === 0 ? {} : { events }),
        ...(lastCommitMs === undefined ? {} : { lastCommitMs }),
        ...(matrix === undefined ? {} : { matrix }),
      });
      return true;
    },
  };
}
