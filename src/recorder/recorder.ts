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
import { parseAdjustment, type Source } from '../domain/options';
import { type Plan, parsePlan } from '../domain/plan';
import type { RecordingId } from '../domain/recording';
import { inactive, type Session, type SessionEvent, transition } from '../domain/session';
import type { Snapshot } from '../domain/snapshot';
import { done, type Handlers } from '../messaging/rpc';
import { holdLock, recordingLock } from '../storage/locks';
import { formatFor } from './choose-format';
import { type Countdown, startCountdown } from './countdown';
import { serveThumbnails } from './picture/thumbnails';
import { openProduction, type Production } from './production';
import { type RunningRecording, startRecording } from './recording';
import { createRescueShelf } from './slices/rescue-shelf';
import { assertLive, firstFrame } from './sources/shared-source';
import { assertSpace } from './watches/disk';
import { keepAwake } from './watches/wake-lock';

/** What the recorder drives. */
export interface RecorderWorld {
  readonly holdLock: typeof holdLock;
  readonly assertSpace: typeof assertSpace;
  readonly openProduction: typeof openProduction;
  readonly firstFrame: typeof firstFrame;
  readonly formatFor: typeof formatFor;
  readonly startRecording: typeof startRecording;
  readonly serveThumbnails: typeof serveThumbnails;
  /** Keeps the computer awake. @returns ends it */
  readonly keepAwake: () => () => void;
}

const browserWorld: RecorderWorld = {
  holdLock,
  assertSpace,
  openProduction,
  firstFrame,
  formatFor,
  startRecording,
  serveThumbnails,
  keepAwake: () => keepAwake(navigator.wakeLock),
};

/**
 * The owner of the truth: it holds the session, drives one recording at a time and answers
 * `RecorderCalls`.
 *
 * @param publish called after every change
 */
export function createRecorder(
  publish: (snapshot: Snapshot) => void,
  world: RecorderWorld = browserWorld,
): Handlers<'recorder'> {
  let session: Session = inactive;
  let production: Production | undefined;
  let countdown: Countdown | undefined;
  let running: RunningRecording | undefined;
  let tabCrashed = false;

  const shelf = createRescueShelf(world.holdLock);

  const snapshot = (): Snapshot => ({
    session,
    ...(session.state === 'inactive' || production !== undefined ? {} : { opening: true }),
    ...(countdown === undefined ? {} : { countdownEndsAt: countdown.endsAt }),
    ...(running === undefined || production === undefined
      ? {}
      : { progress: { ...running.progress(), ...production.progress(), tabCrashed } }),
    ...(shelf.rescues.length === 0 ? {} : { rescues: shelf.rescues }),
  });

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
    if (type === 'stop') countdown?.cancel();
    return allowed;
  };

  /** Ends the recording, or a start that is under way. */
  const end = (event: SessionEvent) => {
    apply(event);
    countdown?.cancel();
    running?.stop();
  };

  const start = async (id: RecordingId, plan: Plan): Promise<Result<RecordingId>> => {
    const release = await world.holdLock(recordingLock(id));
    const endings: (() => void)[] = [];
    const cleanUp = () => {
      for (const letGo of endings) letGo();
      production?.close();
      release();
      production = undefined;
      running = undefined;
      tabCrashed = false;
    };
    try {
      await world.assertSpace();
      assertWanted();
      production = await world.openProduction(plan, containerOf(plan.options.format), {
        changed: () => publish(snapshot()),
        ended: () => end(endOf(plan)),
        failed: (reason) => end({ type: 'failed', failure: reason }),
      });
      const { stream } = production;
      publish(snapshot());
      const size = await world.firstFrame(stream);
      const format = await world.formatFor(plan.options, stream, size);
      assertWanted();
      await countDown(plan.options.countdownS);
      assertWanted();
      assertLive(stream);
      endings.push(world.keepAwake());
      for (const track of stream.getVideoTracks()) endings.push(world.serveThumbnails(track));
      running = await world.startRecording(
        { id, plan, stream, size, format },
        {
          // The person may have pressed Stop, or the source ended, while the row was being written.
          beginning: assertWanted,
          started: () => apply({ type: 'started' }),
          reached: (limit) => end({ type: 'reached', limit }),
          behind: (ms) => production?.ease(ms),
          sourcePeak: () => production?.sourcePeak(),
          progressed: () => publish(snapshot()),
          failed: (reason) => apply({ type: 'failed', failure: reason }),
          ended: () => finish(plan, cleanUp),
        },
      );
    } catch (error) {
      cleanUp();
      return notStarted(toFailure(error));
    }
    return ok(id);
  };

  /** The streams are open by now, and what they show until the end is not recorded. */
  const countDown = async (seconds: number) => {
    countdown = startCountdown(seconds, (begun) => {
      countdown = begun;
      publish(snapshot());
    });
    await countdown.over;
    countdown = undefined;
    publish(snapshot());
  };

  /** @throws FailureError where the person pressed Stop, or the source ended, before anything was recorded */
  const assertWanted = () => {
    if (session.state === 'starting') return;
    const why = session.state === 'stopping' ? session.failure : undefined;
    throw new FailureError(why?.code ?? 'start-cancelled', why?.detail);
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
      const reason = () => (session.state === 'stopping' ? session.failure : undefined);
      saved = (await running?.finish(reason, shelf.keep)) ?? false;
    } catch (error) {
      apply({ type: 'failed', failure: toStorageFailure(error) });
    }
    cleanUp();
    apply({ type: 'stopped', saved });
  };

  return {
    async start(request: unknown) {
      const plan = parsePlan(request);
      if (!plan.ok) return plan;
      const id = crypto.randomUUID();
      const allowed = apply({ type: 'start', recordingId: id });
      return allowed.ok ? start(id, plan.value) : allowed;
    },
    stop: command('stop'),
    pause: command('pause'),
    resume: command('resume'),
    requestData: command('requestData'),
    async adjust(request: unknown) {
      // The sources are there before the first data is, and until the last slice is on disk.
      if (production === undefined) {
        return fail('not-recording', `InvalidStateError: adjust while ${session.state}`);
      }
      try {
        await production.adjust(parseAdjustment(request));
        return done;
      } catch (error) {
        return { ok: false, failure: toFailure(error) };
      }
    },
    async tabCrashed(crashed) {
      tabCrashed = crashed && running !== undefined;
      publish(snapshot());
      return done;
    },
    async dismiss() {
      if (session.state === 'inactive') session = inactive;
      return done;
    },
    async forgetRescue(recordingId) {
      shelf.forget(recordingId);
      publish(snapshot());
      return done;
    },
    status: async () => ok(snapshot()),
  };
}

/** What to tell when the source has ended by itself; to stop sharing is the person's own wish. */
const reasons = {
  tab: failure('tab-closed'),
  picker: undefined,
  camera: failure('camera-gone'),
  microphone: failure('microphone-gone'),
} as const satisfies Record<Source, Failure | undefined>;

function endOf({ options }: Plan): SessionEvent {
  const ending = reasons[options.source];
  return { type: 'ended', ...(ending === undefined ? {} : { failure: ending }) };
}
