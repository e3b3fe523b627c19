import { type Failure, failure } from '../domain/failure';
import type { RecordingId } from '../domain/recording';
import { type Active, inactive, type Session } from '../domain/session';
import type { Snapshot } from '../domain/snapshot';
import type { ControllerOptions } from './controller-options';

/** What there is to know of the recorder, whether it lives or not. */
export interface RecorderStatus {
  status(): Promise<Snapshot>;
  /** Resolves once nobody holds the recording any more; one left unfinished is then closed. Never rejects. */
  release(id: RecordingId): Promise<void>;
}

/** Asks the recorder, and where there is none, the memory. */
export function createRecorderStatus(
  options: Pick<ControllerOptions, 'host' | 'call' | 'memory' | 'isSaved' | 'untilReleased' | 'found'>,
): RecorderStatus {
  const { host, call, memory } = options;

  const status = async (): Promise<Snapshot> => {
    const known = ((await memory.recall('snapshot')) as Snapshot | undefined) ?? { session: inactive };
    const notice = (await memory.recall('notice')) as Failure | undefined;
    const snapshot = await fromRecorder(known);
    // A database that can't be read has nothing to tell.
    const found = await options.found.list().catch(() => []);
    return {
      ...snapshot,
      ...(notice === undefined ? {} : { notice }),
      ...(found.length === 0 ? {} : { found }),
    };
  };

  /** The recorder's own word, or what follows from its absence. */
  const fromRecorder = async (known: Snapshot): Promise<Snapshot> => {
    if (await host.exists()) {
      const answer = await call('recorder', 'status');
      if (answer.ok) return answer.value;
    } else if (known.session.state !== 'inactive') {
      const isCancelled = (await memory.recall('cancelled')) === known.session.recordingId;
      return { session: isCancelled ? inactive : await recorderGone(known.session) };
    }
    // What it held in memory is gone with it.
    const { rescues: _gone, ...rest } = known;
    return rest;
  };

  const recorderGone = async ({ recordingId }: Active): Promise<Session> => {
    await release(recordingId);
    const saved = await options.isSaved(recordingId).catch(() => false);
    return { state: 'inactive', last: { recordingId, saved, failure: failure('recorder-gone') } };
  };

  /** A database that fails now is asked again at the worker's next start. */
  const release = (id: RecordingId) => options.untilReleased(id).catch(() => undefined);

  return { status, release };
}
