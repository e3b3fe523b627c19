import { createMediaEnd } from '../container/media-end';
import { indexFile } from '../container/open-file';
import { detachTables } from '../container/part-tables';
import { wholeOf } from '../domain/clip';
import { stopFloorBytes } from '../domain/disk-space';
import { FailureError } from '../domain/failure';
import { type Recording, type RecordingId, type Totals, totalsUpTo } from '../domain/recording';
import { openRenewed } from './database';
import { deleteRecording } from './delete-recording';
import { deleteLeftovers } from './deletion';
import { useMedia } from './locks';
import { freeSpace } from './quota';
import { createRecording, updateRecording } from './recordings';
import type { StoredSlice } from './schema';
import { appendSlice } from './slices';
import { saveThumbnail } from './thumbnails';

/** A file that is copied into the library. */
export interface ImportedFile
  extends Pick<
    Recording,
    'name' | 'format' | 'mimeType' | 'width' | 'height' | 'hasAudio' | 'durationMs' | 'events'
  > {
  /** See `OpenedFile`. */
  readonly media: Blob;
  /** Whether nothing was wrong with it. */
  readonly isWhole: boolean;
  /** A frame of its video, if there is one. */
  readonly picture?: Blob;
}

/** What an import needs from the disk. */
export interface ImportDeps {
  readonly freeSpace: () => Promise<{ readonly freeBytes: number }>;
  readonly appendSlice: (slice: StoredSlice) => Promise<void>;
}

/** How much is written at once, in bytes. */
const sliceBytes = 8 * 2 ** 20;

/**
 * Copies a file into the library: slice by slice, each with its index in a strict transaction, as a recording is written. Until
 * all of it is there, its clip is hidden, and its media locked: if this context ends, the next one deletes what was copied,
 * like any hidden clip. So does the next attempt.
 *
 * @param goOn called with the bytes that are on disk, after each slice; it answers whether to go on
 * @returns the new recording; `undefined` if it was canceled. Then, and after a failure, nothing of it is left.
 * @throws FailureError `file-no-room`
 * @throws ContainerError if the file is no longer what was opened
 * @throws DOMException if it can't be read or written
 */
export async function importFile(
  { media, isWhole, picture, ...facts }: ImportedFile,
  goOn: (bytes: number) => Promise<boolean>,
  deps: ImportDeps = { freeSpace, appendSlice },
): Promise<RecordingId | undefined> {
  const id = crypto.randomUUID();
  // On a full disk, what was copied of it before could not be deleted.
  await deleteLeftovers().catch(() => undefined);
  await assertRoom(media.size, deps);
  if ((await openRenewed()) === undefined) throw new FailureError('file-no-room', 'The log can’t be renewed');
  const endUse = await useMedia({ ranges: wholeOf(id) });
  try {
    const createdAt = Date.now();
    await createRecording({
      ...facts,
      id,
      createdAt,
      source: 'file',
      timesliceMs: null,
      state: 'recording',
      ...totalsUpTo(undefined),
      ranges: wholeOf(id),
      deletedAt: createdAt,
    });
    const totals = await copy(id, { media, isWhole }, goOn, deps);
    if (totals === undefined) {
      await deleteRecording(id);
      return undefined;
    }
    // Before it is shown: a row reads its picture once. It is there without one, too.
    if (picture !== undefined) await saveThumbnail(id, picture).catch(() => undefined);
    // Its tables may not say it.
    const durationMs = totals.durationMs || facts.durationMs;
    await updateRecording(id, { ...totals, durationMs, state: 'complete', deletedAt: undefined });
    return id;
  } catch (error) {
    // If that fails too, the next attempt or the next context deletes it.
    await deleteRecording(id).catch(() => undefined);
    throw error;
  } finally {
    await endUse();
  }
}

async function copy(
  id: RecordingId,
  { media, isWhole }: Pick<ImportedFile, 'media' | 'isWhole'>,
  goOn: (bytes: number) => Promise<boolean>,
  deps: ImportDeps,
): Promise<Totals | undefined> {
  const end = createMediaEnd();
  let last: StoredSlice | undefined;
  for await (const { bytes, part: indexed } of indexFile(media, isWhole, sliceBytes)) {
    await assertRoom(bytes.length, deps);
    const coversMs = end.after(indexed) ?? last?.coversMs ?? 0;
    const { part, tables } = detachTables(indexed);
    last = {
      recordingId: id,
      sequence: (last?.sequence ?? -1) + 1,
      blob: new Blob([bytes], { type: media.type }),
      totalBytes: (last?.totalBytes ?? 0) + bytes.length,
      coversMs: Math.max(coversMs, last?.coversMs ?? 0),
      part,
      tables: new Blob([tables]),
    };
    await deps.appendSlice(last);
    if (!(await goOn(last.totalBytes))) return undefined;
  }
  return totalsUpTo(last);
}

/** A recording in progress keeps the room that it needs to end. */
async function assertRoom(bytes: number, { freeSpace }: ImportDeps): Promise<void> {
  // If the browser doesn't know it, the disk refuses what it has no room for.
  const { freeBytes } = await freeSpace().catch(() => ({ freeBytes: Number.POSITIVE_INFINITY }));
  if (freeBytes >= bytes + stopFloorBytes) return;
  throw new FailureError('file-no-room', `${bytes} bytes are needed, ${freeBytes} are free`);
}
