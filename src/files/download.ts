import { fail, type Result, toStorageFailure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import { done } from '../messaging/rpc';
import { recordingFileName } from './file-name';
import type { MediaAccess } from './media-access';
import type { MediaReader } from './media-reader';

/** What a download needs from outside. */
export interface DownloadDeps {
  /** @throws DOMException if it can't be read */
  readonly find: (id: RecordingId) => Promise<Recording | undefined>;
  readonly open: MediaReader['open'];
  readonly access: Pick<MediaAccess, 'take' | 'save'>;
}

/** Downloads the file of a recording. */
export async function downloadRecording(
  id: RecordingId,
  { find, open, access }: DownloadDeps,
): Promise<Result<void>> {
  try {
    const recording = await find(id);
    if (recording === undefined || recording.deletedAt !== undefined) return fail('recording-not-found', id);
    const taken = await access.take(recording, async (known) => (await open(known)).file);
    if (taken === undefined) return fail('recording-not-found', id);
    access.save(taken, recordingFileName(recording));
    return done;
  } catch (error) {
    return { ok: false, failure: toStorageFailure(error) };
  }
}
