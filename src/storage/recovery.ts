import type { RecordingId } from '../domain/recording';
import { recordingLock } from './locks';
import { deleteRecording, findRecording, listRecordings, updateRecording } from './recordings';
import { savedTotals } from './slices';

/** Notes down that the recording was interrupted; what fails is not noted. */
export type Note = (id: RecordingId) => Promise<void>;

/**
 * Waits until no recorder holds the recording, and closes it where it was left unfinished: unfinished
 * and not locked means orphaned.
 */
export async function closeWhenReleased(id: RecordingId, note: Note): Promise<void> {
  await navigator.locks.request(recordingLock(id), () => close(id, note));
}

/**
 * Closes every recording that was left unfinished and that no recorder holds, in any window. One that is held is closed
 * later, should it be unfinished still when it is released; one that can't be closed now is left for the next time.
 */
export async function closeOrphans(note: Note): Promise<void> {
  for (const { id, state } of await listRecordings()) {
    if (state !== 'recording') continue;
    const isFree = await navigator.locks.request(recordingLock(id), { ifAvailable: true }, async (lock) => {
      if (lock !== null) await close(id, note).catch(() => undefined);
      return lock !== null;
    });
    // A recorder lives, or is just dying.
    if (!isFree) void closeWhenReleased(id, note).catch(() => undefined);
  }
}

/** What was saved is all there; without a slice there is nothing to keep. */
async function close(id: RecordingId, note: Note): Promise<void> {
  const recording = await findRecording(id);
  if (recording?.state !== 'recording') return;
  const totals = await savedTotals(id);
  if (totals.sliceCount === 0) return deleteRecording(id);
  // First of all: whoever dies in between leaves a note too many, and none too few.
  await note(id).catch(() => undefined);
  await updateRecording(id, { ...totals, state: 'interrupted' });
}
