import { type IDBPTransaction, unwrap } from 'idb';
import { wholeOf } from '../domain/clip';
import type { MediaId } from '../domain/media';

/** A row of the object store `recordings` of version 1 or 2, unparsed: only its key is known to be there. */
interface RecordingRow {
  readonly id: MediaId;
  readonly name?: unknown;
  readonly createdAt?: unknown;
  readonly deletedAt?: unknown;
}

/**
 * Makes media of the recordings of version 1 or 2, and of each row a clip of all of it, with the same id. The name and
 * a deletion go to the clip. Nothing is parsed: what is unknown or damaged stays so. If it fails, it aborts the
 * transaction.
 *
 * @param transaction of the upgrade, in which the store `clips` has just been created
 */
export function migrateRecordings(transaction: object): void {
  const upgrade = transaction as IDBPTransaction<unknown, string[], 'versionchange'>;
  const media = upgrade.objectStore('recordings');
  media.name = 'media';
  // Nobody reads it.
  if (media.indexNames.contains('createdAt')) media.deleteIndex('createdAt');
  const clips = upgrade.objectStore('clips');
  const split = async () => {
    const rows: RecordingRow[] = await media.getAll();
    // Nobody waits for these one by one: one that fails aborts the transaction.
    const [rawMedia, rawClips] = [unwrap(media), unwrap(clips)];
    for (const row of rows) {
      rawMedia.put(mediaOfRow(row));
      rawClips.put(clipOfRow(row));
    }
  };
  split()
    .catch(() => upgrade.abort())
    // It is aborted already.
    .catch(() => undefined);
}

function mediaOfRow({ name, deletedAt, ...media }: RecordingRow): object {
  return media;
}

function clipOfRow(row: RecordingRow): object {
  const { id } = row;
  const kept = (['name', 'createdAt', 'deletedAt'] as const).filter((field) => row[field] !== undefined);
  const fields = Object.fromEntries(kept.map((field) => [field, row[field]]));
  return { ...fields, id, ranges: wholeOf(id) };
}
