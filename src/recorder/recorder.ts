import {
  type Failure,
  FailureError,
  fail,
  failure,
  ok,
  type Result,
  toFailure,
  toStorageFailure,
} from '../domain/failure';
import { containerOf } from '../domain/format';
import { type RecordingId, recordingLock } from '../domain/recording';
import { inactive, isRunning, type Session, type SessionEvent, transition } from '../domain/session';
import type { Plan, Snapshot } from '../domain/snapshot';
import { done, type Handlers } from '../messaging/rpc';
import { assertLive, firstFrame } from './capture';
import { formatFor } from './choose-format';
import { holdLock } from './lock';
import { openProduction, type Production } from './production';
import { type RunningRecording, startRecording } from './recording-session';

/**
 * The owner of the truth: it holds the session, drives one recording at a time and answers
 * `RecorderCalls`.
 *
 * @param publish called after every change
 */
export function createRecorder(publish: (snapshot: Snapshot) => void): Handlers<'recorder'> {
  let session: Session = inactive;
  let production: Production | undefined;
  let running: RunningRecording | undefined;
  let tabCrashed = false;

  const snapshot = (): Snapshot =>
    running === undefined || production === undefined
      ? { session }
      : { session, progress: { ...running.progress(), ...production.progress(), tabCrashed } };

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
    const cleanUp = () => {
      production?.close();
      release();
      production = undefined;
      running = undefined;
      tabCrashed = false;
    };
    try {
      production = await openProduction(plan, containerOf(plan.options.format), {
        changed: () => publish(snapshot()),
        ended() {
          apply(endOf(plan));
          running?.stop();
        },
      });
      const { stream } = production;
      const size = await firstFrame(stream);
      const format = await formatFor(plan.options, stream, size);
      assertWanted();
      assertLive(stream);
      running = await startRecording(
        { id, plan, stream, size, format },
        {
          started: () => apply({ type: 'started' }),
          progressed: () => publish(snapshot()),
          failed: (reason) => apply({ type: 'failed', failure: reason }),
          ended: () => finish(plan, cleanUp),
        },
      );
    } catch (error) {
      cleanUp();
      return notStarted(toFailure(error));
    }
    // The person pressed Stop, or the source ended, while the row was being written.
    if (session.state === 'stopping') running.stop();
    return ok(id);
  };

  /** @throws FailureError where the person pressed Stop, or the source ended, before anything was recorded */
  const assertWanted = () => {
    if (session.state === 'starting') return;
    const why = session.state === 'stopping' ? session.failure : undefined;
    throw new FailureError(why?.code ?? 'nothing-to-record', why?.detail);
  };

  const notStarted = (reason: Failure) => {
    apply({ type: 'not-started', failure: reason });
    return fail(reason.code, reason.detail);
  };

  const finish = async (plan: Plan, cleanUp: () => void) => {
    // Chromium's recorder may notice the end of its tracks before we do.
    if (session.state !== 'stopping') apply(endOf(plan));
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
    async adjust(change) {
      if (!isRunning(session)) {
        return fail('not-recording', `InvalidStateError: adjust while ${session.state}`);
      }
      production?.adjust(change);
      return done;
    },
    async tabCrashed(crashed) {
      tabCrashed = crashed && running !== undefined;
      publish(snapshot());
      return done;
    },
    status: async () => ok(snapshot()),
  };
}

/** A closed tab is a reason to tell; to stop sharing is the person's own wish. */
function endOf({ tab }: Plan): SessionEvent {
  return { type: 'ended', ...(tab === undefined ? {} : { failure: failure('tab-closed') }) };
}
