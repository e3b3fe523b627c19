import type { RecordingId } from '../domain/recording';
import { openRenewed } from './database';
import { deleteRecording } from './delete-recording';
import { whileUnused } from './locks';
import { findRecording, listAll, updateRecording } from './recordings';

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
 * Deletes every hidden recording, unless a page plays or downloads its media or can undo a deletion of it.
 *
 * @throws DOMException if the database or a lock refuses
 */
export async function deleteHidden(): Promise<void> {
  for (const recording of await listAll()) {
    if (recording.deletedAt === undefined) continue;
    await whileUnused(recording, async () => {
      if ((await findRecording(recording.id))?.deletedAt === undefined) return;
      await deleteRecording(recording.id);
    });
  }
}
