import type { RecordingId } from '../domain/recording';
import { openRenewed } from './database';
import { mediaLock } from './locks';
import { deleteRecording, findRecording, listAll, updateRecording } from './recordings';

/**
 * Hides a recording until {@link deleteHidden} deletes it.
 *
 * @returns whether it existed
 * @throws DOMException if the database refuses
 */
export function hideRecording(id: RecordingId): Promise<boolean> {
  return updateRecording(id, { deletedAt: Date.now() });
}

/**
 * Shows a hidden recording again.
 *
 * @returns whether it still existed
 * @throws DOMException if the database refuses
 */
export function unhideRecording(id: RecordingId): Promise<boolean> {
  return updateRecording(id, { deletedAt: undefined });
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
 * Deletes every hidden recording, unless a page plays or downloads it or can undo its deletion.
 *
 * @throws DOMException if the database or a lock refuses
 */
export async function deleteHidden(): Promise<void> {
  for (const { id, deletedAt } of await listAll()) {
    if (deletedAt === undefined) continue;
    await navigator.locks.request(mediaLock(id), { ifAvailable: true }, async (lock) => {
      if (lock === null || (await findRecording(id))?.deletedAt === undefined) return;
      await deleteRecording(id);
    });
  }
}
