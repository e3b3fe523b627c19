import { type RecordingId, recordingLock } from '../domain/recording';
import { deleteRecording, findRecording, listRecordings, updateRecording } from './recordings';
import { savedTotals } from './slices';

/**
 * Waits until no recorder holds the recording, and closes it where it was left unfinished: unfinished
 * and not locked means orphaned.
 */
export async function closeWhenReleased(id: RecordingId): Promise<void> {
  await navigator.locks.request(recordingLock(id), () => close(id));
}

/** Closes every recording that was left unfinished and that no recorder holds, in any window. */
export async function closeOrphans(): Promise<void> {
  for (const { id, state } of await listRecordings()) {
    if (state !== 'recording') continue;
    await navigator.locks.request(recordingLock(id), { ifAvailable: true }, (lock) =>
      lock === null ? undefined : close(id),
    );
  }
}

/** What was saved is all there; without a byte there is nothing to keep. */
async function close(id: RecordingId): Promise<void> {
  const recording = await findRecording(id);
  if (recording?.state !== 'recording') return;
  const totals = await savedTotals(id);
  if (totals.bytes === 0) await deleteRecording(id);
  else await updateRecording(id, { ...totals, state: 'interrupted' });
}
