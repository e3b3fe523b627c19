import { FailureError } from '../domain/failure';

/** Stops every track of a stream, which releases its device or source. */
export function stopTracks(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/**
 * Refuses a stream without anything to record: no track, or only ended ones.
 *
 * @throws FailureError `nothing-to-record`
 */
export function assertLive(stream: MediaStream): void {
  if (stream.active) return;
  throw new FailureError(
    'nothing-to-record',
    `The stream has ${stream.getTracks().length} tracks, none live`,
  );
}
