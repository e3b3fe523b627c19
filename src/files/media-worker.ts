import { canBeReencoded, reencode } from '../codecs/reencode';
import type { Damage } from '../domain/damage';
import type { NotExact, Precision, Span } from '../domain/edit';
import { toStorageFailure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import type { Timeline } from '../domain/timeline';
import { serveCalls } from '../messaging/worker-calls';
import { writeCopy } from '../storage/copied-files';
import { cutPlaces, cutRecording, type JoinedMedia, openJoined } from '../storage/cut';
import { openDatabase } from '../storage/database';
import { inspectMedia } from '../storage/inspection';
import { type OpenedMedia, openMedia, openPieces } from '../storage/media';
import type { Originals } from '../storage/originals';
import { markIntact } from '../storage/recordings';
import { readTimeline } from '../storage/timeline';

/*
 * The worker that reads the slices of recordings and makes files of them: the tables of ten hours take longer than a
 * page may be blocked.
 */

/** Where a recording can be cut. */
export interface CutPlaces {
  /** In ms of the file, in order. */
  readonly places: Float64Array;
  /** Absent: it can begin anywhere. */
  readonly notExact?: NotExact;
}

/** What the worker answers. */
export type MediaHandlers = typeof handlers;

// It may have been started beforehand: the first call then finds the database open.
void openDatabase().catch(() => undefined);

const handlers = {
  /** The file of a recording; see `storage/media`. @param originals see `OpeningWatch` */
  async open(
    recording: Recording,
    page: string,
    progress: (share: number) => Promise<void>,
    originals: ((originals: Originals) => Promise<void>) | undefined,
  ): Promise<OpenedMedia> {
    const opened = await openMedia(recording, writeCopy(page, recording.id, progress), originals);
    // The next page inspects it again.
    if (opened.damage !== undefined && recording.isIntact) await markIntact(recording.id, false);
    return opened;
  },
  /** Where a part of a recording can begin without re-encoding, see `storage/cut`, and whether it can elsewhere. */
  async cutPlaces(recording: Recording): Promise<CutPlaces> {
    const [{ places, takesPieces }, canBeExact] = await Promise.all([
      cutPlaces(recording),
      canBeReencoded(recording),
    ]);
    if (!takesPieces) return { places, notExact: 'format' };
    return canBeExact ? { places } : { places, notExact: 'encoder' };
  },
  /** Makes new recordings of parts of one; see `storage/cut`. */
  cut: (
    recording: Recording,
    parts: readonly (readonly Span[])[],
    names: readonly string[],
    precision: Precision,
  ): Promise<readonly RecordingId[]> =>
    cutRecording(recording, parts, names, precision === 'exact' ? reencode : undefined),
  /** The file of recordings that are joined; see `storage/cut`. @param name that of its copy, if it needs one */
  openJoined: (
    recording: Recording,
    page: string,
    name: string,
    progress: (share: number) => Promise<void>,
  ): Promise<JoinedMedia> => openJoined(recording, writeCopy(page, name, progress)),
  /** The unchanged slices of a recording, one after another. */
  openPieces: (recording: Recording): Promise<Blob> => openPieces(recording),
  /** What is stored of a recording along its time; see `storage/timeline`. */
  timeline: (recording: Recording): Promise<Timeline> => readTimeline(recording),
  /** Inspects recordings, and marks the intact ones, which are not inspected again. */
  async inspect(
    recordings: readonly Recording[],
    inspected: (id: RecordingId, damage: Damage | undefined) => Promise<void>,
  ): Promise<void> {
    for (const recording of recordings) {
      const { damage, isIntact } = await inspectMedia(recording);
      if (isIntact) await markIntact(recording.id, true);
      await inspected(recording.id, damage);
    }
  },
};

serveCalls(handlers, toStorageFailure);
