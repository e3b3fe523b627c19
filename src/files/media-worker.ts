import type { Damage } from '../domain/damage';
import type { Span } from '../domain/edit';
import { toStorageFailure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import { serveCalls } from '../messaging/worker-calls';
import { cutPlaces, cutRecording } from '../storage/cut';
import { openDatabase } from '../storage/database';
import { inspectMedia } from '../storage/inspection';
import { type OpenedMedia, openMedia, openPieces } from '../storage/media';
import { markIntact } from '../storage/recordings';

/*
 * The worker that reads the slices of recordings and makes files of them: the tables of ten hours take longer than a
 * page may be blocked.
 */

/** What the worker answers. */
export type MediaHandlers = typeof handlers;

// It may have been started beforehand: the first call then finds the database open.
void openDatabase().catch(() => undefined);

const handlers = {
  /** The file of a recording; see `storage/media`. */
  async open(recording: Recording): Promise<OpenedMedia> {
    const opened = await openMedia(recording);
    // The next page inspects it again.
    if (opened.damage !== undefined && recording.isIntact) await markIntact(recording.id, false);
    return opened;
  },
  /** Where a part of a recording can begin; see `storage/cut`. */
  cutPlaces: (recording: Recording): Promise<Float64Array> => cutPlaces(recording),
  /** Makes new recordings of parts of one; see `storage/cut`. */
  cut: (
    recording: Recording,
    parts: readonly (readonly Span[])[],
    names: readonly string[],
  ): Promise<readonly RecordingId[]> => cutRecording(recording, parts, names),
  /** The unchanged slices of a recording, one after another. */
  openPieces: (recording: Recording): Promise<Blob> => openPieces(recording),
  /** Inspects recordings, and marks the intact ones, which are not inspected again. */
  async inspect(
    recordings: readonly Recording[],
    inspected: (id: RecordingId, damage: Damage | undefined) => Promise<void>,
  ): Promise<void> {
    for (const recording of recordings) {
      const damage = await inspectMedia(recording);
      if (damage === undefined) await markIntact(recording.id, true);
      await inspected(recording.id, damage);
    }
  },
};

serveCalls(handlers, toStorageFailure);
