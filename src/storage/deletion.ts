import type { RecordingId } from '../domain/recording';
import { mediaLock } from './locks';
import { deleteRecording, findRecording, listAll, updateRecording } from './recordings';

/** Hides a recording, which {@link deleteHidden} then deletes. @returns whether it was there */
export function hideRecording(id: RecordingId): Promise<boolean> {
  return updateRecording(id, { deletedAt: Date.now() });
}

/** Shows a hidden recording again. @returns whether it was still there */
export function unhideRecording(id: RecordingId): Promise<boolean> {
  return updateRecording(id, { deletedAt: undefined });
}

/** Deletes every hidden recording that nobody plays, downloads or can still bring back, in any page. */
export async function deleteHidden(): Promise<void> {
  for (const { id, deletedAt } of await listAll()) {
    if (deletedAt === undefined) continue;
    await navigator.locks.request(mediaLock(id), { ifAvailable: true }, async (lock) => {
      if (lock === null || (await findRecording(id))?.deletedAt === undefined) return;
      await deleteRecording(id);
    });
  }
}
