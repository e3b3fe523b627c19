import { assertLive } from '../devices/stream';
import {
  type Failure,
  FailureError,
  fail,
  failure,
  ok,
  type Result,
  throwStorageFailure,
  toFailure,
  toStorageFailure,
} from '../domain/failure';
import { containerOf } from '../domain/format';
import { parseAdjustment, type Source } from '../domain/options';
import { thumbnailSide } from '../domain/picture-box';
import { type Plan, parsePlan, parseTabState } from '../domain/plan';
import { parseRecordingId, type RecordingId } from '../domain/recording';
import { inactive, type Outcome, type Session, type SessionEvent, transition } from '../domain/session';
import { createRevisions, type OpenTab, type RecorderSnapshot } from '../domain/snapshot';
import { storyboardSide } from '../domain/storyboard';
import { later, type Watch } from '../domain/watch';
import { parseDownload, parseMakeCopies } from '../messaging/calls';
import { done, type Handlers } from '../messaging/rpc';
import { holdLock, recordingLock } from '../storage/locks';
import { saveStoryboard } from '../storage/storyboard';
import { saveThumbnail } from '../storage/thumbnails';
import { formatFor } from './choose-format';
import { type Countdown, startCountdown } from './countdown';
import { browserFiles, createOwnFiles, type OwnFilesDeps } from './own-files';
import { firstFrame } from './picture/first-frame';
import { createStoryboard } from './picture/storyboard';
import { serveThumbnails, type Thumbnails } from './picture/thumbnails';
import { openSources, type Sources } from './production';
import { type RunningRecording, startRecording } from './recording';
import { createRescueShelf } from './slices/rescue-shelf';
import { assertSpace } from './watches/disk';
import { createWakeLock } from './watches/wake-lock';

/** What the recorder needs from outside. */
export interface RecorderDeps {
  readonly holdLock: typeof holdLock;
  readonly assertSpace: typeof assertSpace;
  readonly openSources: typeof openSources;
  readonly firstFrame: typeof firstFrame;
  readonly formatFor: typeof formatFor;
  readonly startRecording: typeof startRecording;
  readonly serveThumbnails: typeof serveThumbnails;
  /** @throws DOMException if the database refuses */
  readonly saveThumbnail: typeof saveThumbnail;
  /** @throws DOMException if the database refuses */
  readonly saveStoryboard: typeof saveStoryboard;
  readonly files: OwnFilesDeps;
  readonly createWakeLock: () => Watch;
}

/** The recorder's needs in a browser that hands out the data of tracks. */
export const recorderDeps: RecorderDeps = {
  holdLock,
  assertSpace,
  openSources,
  firstFrame,
  formatFor,
  startRecording,
  serveThumbnails,
  saveThumbnail,
  saveStoryboard,
  files: browserFiles(),
  createWakeLock: () => createWakeLock(navigator.wakeLock),
};

/**
 * The owner of the truth: it holds the session, runs one recording at a time and answers `RecorderCalls`.
 *
 * @param publish called after every change
 * @param epoch higher than that of every recorder before, so that its snapshots are newer than theirs
 */
export function createRecorder(
  publish: (snapshot: RecorderSnapshot) => void,
  epoch: number,
  deps: RecorderDeps = recorderDeps,
): Handlers<'recorder'> {
  let session: Session = inactive;
  let sources: Sources | undefined;
  let countdown: Countdown | undefined;
  let running: RunningRecording | undefined;
  let tab: OpenTab | undefined;
  /** How often recordings were paused. */
  let pauses = 0;

  const shelf = createRescueShelf(deps.holdLock);
  const files = createOwnFiles(() => publish(snapshot()), deps.files);

  const nextRevision = createRevisions(epoch);
  const snapshot = (): RecorderSnapshot => ({
    revision: nextRevision(),
    session,
    ...(session.state === 'inactive' || sources !== undefined ? {} : { opening: true }),
    ...(countdown === undefined ? {} : { countdownEndsAt: countdown.endsAt }),
    ...(running === undefined || sources === undefined
      ? {}
      : { progress: { ...running.progress(), ...sources.progress() } }),
    ...(tab === undefined ? {} : { tab }),
    ...(files.isMaking() ? { downloading: true } : {}),
    ...(shelf.rescues.length === 0 ? {} : { rescues: shelf.rescues }),
  });

  const apply = (event: SessionEvent): Result<void> => {
    const next = transition(session, event);
    if (!next.ok) return next;
    if (next.value.state === 'paused' && session.state !== 'paused') pauses += 1;
    session = next.value;
    publish(snapshot());
    return done;
  };

  /** Applies the event; if it is allowed, does it to the running recording too. */
  const command = (type: 'pause' | 'resume' | 'requestData' | 'stop') => async () => {
    const allowed = apply({ type });
    if (allowed.ok) running?.[type]();
    if (type === 'stop') countdown?.cancel();
    return allowed;
  };

  /** Ends the recording, or a start in progress. */
  const end = (event: SessionEvent) => {
    apply(event);
    countdown?.cancel();
    running?.stop();
  };

  const start = async (id: RecordingId, plan: Plan): Promise<Result<RecordingId>> => {
    /** What this start holds, to be released in the reverse order. */
    const held: (() => void)[] = [];
    const cleanUp = () => {
      for (const release of held.toReversed()) release();
      sources = undefined;
      running = undefined;
      tab = undefined;
    };
    try {
      held.push(await deps.holdLock(recordingLock(id)).catch(throwStorageFailure));
      await deps.assertSpace();
      assertWanted();
      const opened = await deps.openSources(plan, containerOf(plan.options.format), {
        changed: () => {
          passMatrix();
          follow();
          publish(snapshot());
        },
        ended: () => end(endOf(plan)),
        failed: (reason) => end({ type: 'failed', failure: reason }),
      });
      sources = opened;
      if (plan.tab !== undefined) tab = { ...plan.tab.reference, crashed: false, muted: plan.tab.muted };
      held.push(opened.close);
      const { stream } = opened;
      publish(snapshot());
      const size = await deps.firstFrame(stream);
      const format = await deps.formatFor(plan.options, stream, size);
      await opened.prepareFor(format, size);
      assertWanted();
      await countDown(plan.options.countdownS);
      assertWanted();
      assertLive(stream);
      const wakeLock = deps.createWakeLock();
      wakeLock.start();
      held.push(wakeLock.stop);
      const thumbnails = stream.getVideoTracks().map((track) => deps.serveThumbnails(track));
      const storyboards = thumbnails.map((each) => storyboardOf(id, each));
      for (const { stop } of [...thumbnails, ...storyboards]) held.push(stop);
      running = await deps.startRecording(
        { id, plan, sources: opened, size, format },
        {
          // The user may have pressed Stop, or the source ended, while the row was being written.
          assertWanted,
          started: () => apply({ type: 'started' }),
          progressed: () => publish(snapshot()),
          failed: (reason) => apply({ type: 'failed', failure: reason }),
          reached: (limit) => end({ type: 'reached', limit }),
          ended: () => finish(plan, cleanUp),
        },
      );
      // It may have been found out while the row was being written.
      passMatrix();
      follow();
      for (const { keep } of thumbnails) void keepPicture(id, keep).catch(() => undefined);
      for (const { begin } of storyboards) begin();
    } catch (error) {
      cleanUp();
      return notStarted(toFailure(error));
    }
    return ok(id);
  };

  const passMatrix = () => {
    const matrix = sources?.matrix();
    if (matrix !== undefined) running?.setMatrix(matrix);
  };

  /** The recording keeps what happens to its sources. */
  const follow = () => {
    if (sources !== undefined) running?.follow({ ...sources.progress(), tabCrashed: tab?.crashed === true });
  };

  /** `undefined` also if it was paused meanwhile: it may be a picture of what the user hides. */
  const takeRecorded = async (keep: Thumbnails['keep'], side: number) => {
    const before = pauses;
    const picture = await keep(side);
    return pauses === before ? picture : undefined;
  };

  /** @throws DOMException if the database refuses; the recording goes on without a picture */
  const keepPicture = async (id: RecordingId, keep: Thumbnails['keep']) => {
    const picture = await takeRecorded(keep, thumbnailSide);
    if (picture !== undefined) await deps.saveThumbnail(id, picture);
  };

  const storyboardOf = (id: RecordingId, { keep }: Thumbnails) =>
    createStoryboard({
      take: () => takeRecorded(keep, storyboardSide),
      recordedMs: () => (session.state === 'recording' ? running?.progress().elapsedMs : undefined),
      save: (picture, stale) => deps.saveStoryboard(id, [picture], stale),
      later,
    });

  /** The streams are open by now; what they show during the countdown is not recorded. */
  const countDown = async (seconds: number) => {
    countdown = startCountdown(seconds, (begun) => {
      countdown = begun;
      publish(snapshot());
    });
    await countdown.over;
    countdown = undefined;
    publish(snapshot());
  };

  /** @throws FailureError if the user pressed Stop, or the source ended, before anything was recorded */
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
    // Chromium's recorder may notice before us that its tracks ended.
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

  /** A recorder that was opened only to make a file has no last session. @param last how that of another ended */
  const takeOver = (last: Outcome | undefined) => {
    if (last !== undefined && session === inactive) session = { state: 'inactive', last };
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
      const change = parseAdjustment(request);
      if (!change.ok) return change;
      // The sources are open before the first data comes, and until the last slice is on disk.
      if (sources === undefined) {
        return fail('not-recording', `InvalidStateError: adjust while ${session.state}`);
      }
      try {
        await sources.adjust(change.value);
        // A switch shows what was asked for until the answer, and then this.
        publish(snapshot());
        return done;
      } catch (error) {
        return { ok: false, failure: toFailure(error) };
      }
    },
    async tabChanged(request: unknown) {
      const now = parseTabState(request);
      if (!now.ok) return now;
      if (sources === undefined || tab === undefined) return done;
      tab = { ...tab, ...now.value };
      sources.setPlayed(!tab.muted);
      follow();
      publish(snapshot());
      return done;
    },
    async dismiss() {
      if (session.state === 'inactive') session = inactive;
      publish(snapshot());
      return done;
    },
    async forgetRescue(request: unknown) {
      const id = parseRecordingId(request);
      if (!id.ok) return id;
      shelf.forget(id.value);
      publish(snapshot());
      return done;
    },
    async download(request: unknown) {
      const wanted = parseDownload(request);
      if (!wanted.ok) return wanted;
      const { recordingId, last } = wanted.value;
      takeOver(last);
      return files.download(recordingId);
    },
    async makeCopies(request: unknown) {
      const wanted = parseMakeCopies(request);
      if (!wanted.ok) return wanted;
      const { last, sourceNames } = wanted.value;
      takeOver(last);
      return files.makeCopies(sourceNames);
    },
    status: async () => ok(snapshot()),
  };
}

/** The failure to report when a source ended without Stop; the end of a shared screen is the user's own doing. */
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
