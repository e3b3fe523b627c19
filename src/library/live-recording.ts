import type { Recording } from '../domain/recording';
import type { Snapshot } from '../domain/snapshot';

/** Whether the recorder is busy with that recording. */
export function isLive(recording: Recording, { session }: Snapshot): boolean {
  return session.state !== 'inactive' && session.recordingId === recording.id;
}

/** A recording in progress with what the recorder says of it, which is newer than its row. */
export function withProgress(recording: Recording, snapshot: Snapshot): Recording {
  const { progress } = snapshot;
  if (progress === undefined || !isLive(recording, snapshot)) return recording;
  const { safeMs, bytes, sliceCount } = progress;
  return { ...recording, state: 'recording', durationMs: safeMs, bytes, sliceCount };
}
