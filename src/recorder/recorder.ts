import { type Failure, fail, failure, ok, type Result, toFailure, toStorageFailure } from '../domain/failure';
import { containerOf } from '../domain/format';
import { type RecordingId, recordingLock } from '../domain/recording';
import { inactive, isRunning, type Session, type SessionEvent, transition } from '../domain/session';
import type { Plan, Snapshot } from '../domain/snapshot';
import { done, type Handlers } from '../messaging/rpc';
import { keepAudible } from './audible';
import { assertLive, firstFrame, openSource } from './capture';
import { formatFor } from './choose-format';
import { holdLock } from './lock';
import { type RunningRecording, startRecording } from './recording-session';

/**
 * The owner of the truth: it holds the session, drives one recording at a time and answers
 * `RecorderCalls`.
 *
 * @param publish called after every change
 */
export function createRecorder(publish: (snapshot: Snapshot) => void): Handlers<'recorder'> {
  let session: Session = inactive;
  let running: RunningRecording | undefined;

  const snapshot = (): Snapshot =>
    running === undefined ? { session } : { session, progress: running.progress() };

  const apply = (event: SessionEvent): Result<void> => {
    const next = transition(session, event);
    if (!next.ok) return next;
    session = next.value;
    publish(snapshot());
    return done;
  };

  /** Applies the event; where it is allowed, does it to the running recording too. */
  const command = (type: 'pause' | 'resume' | 'requestData' | 'stop') => async () => {
    const allowed = apply({ type });
    if (allowed.ok) running?.[type]();
    return allowed;
  };

  const start = async (id: RecordingId, plan: Plan): Promise<Result<RecordingId>> => {
    const release = await holdLock(recordingLock(id));
    const cleanUp: (() => void)[] = [release];
    const cleanedUp = () => {
      for (const undo of cleanUp.reverse()) undo();
      running = undefined;
    };
    try {
      const stream = await openSource(plan, containerOf(plan.options.format));
      cleanUp.push(() => {
        for (const track of stream.getTracks()) track.stop();
      });
      await firstFrame(stream);
      const format = await formatFor(plan.options.format, plan.options.quality, stream);
      assertLive(stream);
      if (plan.tab !== undefined) cleanUp.push(keepAudible(stream));
      running = await startRecording(
        { id, plan, stream, format },
        {
          started: () => apply({ type: 'started' }),
          progressed: () => publish(snapshot()),
          failed: (reason) => apply({ type: 'failed', failure: reason }),
          ended: () => finish(plan, cleanedUp),
        },
      );
    } catch (error) {
      cleanedUp();
      return notStarted(toFailure(error));
    }
    // The person pressed Stop while the source was opening.
    if (session.state === 'stopping') running.stop();
    return ok(id);
  };

  const notStarted = (reason: Failure) => {
    apply({ type: 'not-started', failure: reason });
    return fail(reason.code, reason.detail);
  };

  const finish = async (plan: Plan, cleanUp: () => void) => {
    if (session.state !== 'stopping') {
      apply({ type: 'ended', ...(plan.tab === undefined ? {} : { failure: failure('tab-closed') }) });
    }
    let saved = true;
    try {
      saved =
        (await running?.finish(() => (session.state === 'stopping' ? session.failure : undefined))) ?? false;
    } catch (error) {
      apply({ type: 'failed', failure: toStorageFailure(error) });
    }
    cleanUp();
    apply({ type: 'stopped', saved });
  };

  return {
    async start(plan) {
      const id = crypto.randomUUID();
      const allowed = apply({ type: 'start', recordingId: id });
      return allowed.ok ? start(id, plan) : allowed;
    },
    stop: command('stop'),
    pause: command('pause'),
    resume: command('resume'),
    requestData: command('requestData'),
    async adjust() {
      return isRunning(session)
        ? done
        : fail('not-recording', `InvalidStateError: adjust while ${session.state}`);
    },
    status: async () => ok(snapshot()),
  };
}
