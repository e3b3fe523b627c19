import type { RecordingId } from '../domain/recording';
import { openDatabase, openRenewed } from './database';
import { deleteHiddenClips } from './delete-recording';
import { whileUnused } from './locks';
import { outcomeOf } from './outcome';
import { announceChange, listAll } from './recordings';

/** How many recordings are deleted in one transaction, which reads all clips to see what they need. */
const deletedAtOnce = 100;

/**
 * Hides recordings, all in one transaction, until {@link deleteHidden} deletes them.
 *
 * @returns whether each of them existed
 * @throws DOMException if the database refuses
 */
export function hideRecordings(ids: readonly RecordingId[]): Promise<boolean> {
  return setDeletedAt(ids, Date.now());
}

/**
 * Shows hidden recordings again, all in one transaction.
 *
 * @returns whether each of them still existed
 * @throws DOMException if the database refuses
 */
export function unhideRecordings(ids: readonly RecordingId[]): Promise<boolean> {
  return setDeletedAt(ids, undefined);
}

async function setDeletedAt(ids: readonly RecordingId[], deletedAt: number | undefined): Promise<boolean> {
  const database = await openDatabase();
  const transaction = database.transaction('clips', 'readwrite', { durability: 'strict' });
  const put = async (id: RecordingId) => {
    const row = await transaction.store.get(id);
    if (row === undefined) return false;
    const { deletedAt: _before, ...clip } = row;
    await transaction.store.put(deletedAt === undefined ? clip : { ...clip, deletedAt });
    return true;
  };
  const areThere = await outcomeOf(transaction, Promise.all(ids.map(put)));
  announceChange();
  return areThere.every(Boolean);
}

/**
 * Deletes what was hidden when the browser, or a page, ended. If the log can't be renewed, that waits until the library is
 * opened.
 *
 * @throws DOMException if the database or a lock refuses
 */
export async function deleteLeftovers(): Promise<void> {
  if ((await openRenewed()) !== undefined) await deleteHidden();
}

/**
 * Deletes every hidden recording, unless a page plays or downloads its media or can undo a deletion of it.
 *
 * @throws DOMException if the database or a lock refuses
 */
export async function deleteHidden(): Promise<void> {
  const hidden = (await listAll()).filter(({ deletedAt }) => deletedAt !== undefined);
  for (let at = 0; at < hidden.length; at += deletedAtOnce) {
    await whileUnused(hidden.slice(at, at + deletedAtOnce), (unused) =>
      deleteHiddenClips(unused.map(({ id }) => id)),
    );
  }
}
