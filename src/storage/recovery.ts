import { type RecordingId, recordingLock } from '../domain/recording';
import { deleteRecording, findRecording, listRecordings, updateRecording } from './recordings';
import { savedTotals } from './slices';

/**
 * Waits until no recorder holds the recording, and closes it where it was left unfinished: unfinished
 * and not locked means orphaned.
 *
 * @returns whether something of it was recovered
 */
export async function closeWhenReleased(id: RecordingId): Promise<boolean> {
  return navigator.locks.request(recordingLock(id), () => close(id));
}

/**
 * Closes every recording that was left unfinished and that no recorder holds, in any window. One that can't be closed
 * now is left for the next time.
 *
 * @returns those of which something was recovered, the newest first
 */
export async function closeOrphans(): Promise<RecordingId[]> {
  const recovered: RecordingId[] = [];
  for (const { id, state } of await listRecordings()) {
    if (state !== 'recording') continue;
    const isRecovered = await navigator.locks.request(recordingLock(id), { ifAvailable: true }, (lock) =>
      lock === null ? false : close(id).catch(() => false),
    );
    if (isRecovered) recovered.push(id);
  }
  return recovered;
}

/** What was saved is all there; without a byte there is nothing to keep. */
async function close(id: RecordingId): Promise<boolean> {
  const recording = await findRecording(id);
  if (recording?.state !== 'recording') return false;
  const totals = await savedTotals(id);
  if (totals.bytes > 0) return updateRecording(id, { ...totals, state: 'interrupted' });
  await deleteRecording(id);
  return false;
}
