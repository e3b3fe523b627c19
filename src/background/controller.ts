import { type Failure, fail, failure, ok, type Result, toFailure } from '../domain/failure';
import { type CaptureOptions, parseAdjustment, type Source } from '../domain/options';
import type { Plan, TabReference } from '../domain/plan';
import type { RecordingId } from '../domain/recording';
import { recordingName } from '../domain/recording-name';
import type { Active, Session } from '../domain/session';
import { isUnderWay, type Snapshot } from '../domain/snapshot';
import { parseStart } from '../messaging/calls';
import { createMutex } from '../messaging/mutex';
import { done, type Handlers } from '../messaging/rpc';
import type { ControllerOptions } from './controller-options';
import { createRecorderStatus } from './recorder-status';

/** What the menu and the keyboard can ask for. */
export interface Wishes {
  /** @param source what to record, where the person did not leave it to the last choice */
  toggle(tab: TabReference | undefined, source?: Source): Promise<void>;
  pauseOrResume(): Promise<void>;
  saveNow(): Promise<void>;
  muteOrUnmute(): Promise<void>;
  /** The person allowed the capture of tabs; the tab in front still waits for a click. */
  tabCaptureAllowed(): Promise<void>;
  /** The browser may be quitting: it is about to end our processes, and what is gathered must be on disk by then. */
  windowClosing(): Promise<void>;
  /** The list of recordings is another. */
  recordingsChanged(): Promise<void>;
  /** The browser has a new version of Timeslice: it waits for the end of the recording. */
  updateAvailable(): Promise<void>;
  /** The service worker has just started: shows the state afresh, and leaves no idle recorder behind. */
  wake(): Promise<void>;
}

/**
 * Turns what a person wants into calls to the recorder. It keeps no state of its own, for the service
 * worker may die at any moment: the recorder is asked, and where there is none, the memory.
 */
export function createController(options: ControllerOptions): {
  readonly calls: Handlers<'background'>;
  readonly wishes: Wishes;
} {
  const { host, call, tabCapture, memory } = options;
  const exclusive = createMutex();
  const inTurn = createMutex();
  let watched: RecordingId | undefined;

  const { status, release } = createRecorderStatus(options);

  /** In turn, so that an older answer of the recorder is never shown after a newer one. */
  const refresh = () =>
    inTurn(async () => {
      const snapshot = await status();
      await memory.remember('snapshot', { ...snapshot, notice: undefined, found: undefined });
      await options.show(snapshot, await isReady());
      watch(snapshot.session);
      if (isIdle(snapshot)) await updateIfAsked();
    });

  /** Where a page of ours is open, the worker's next start tries again, or the browser does it at its own. */
  const updateIfAsked = async () => {
    if ((await memory.recall('update')) !== true || !(await options.update.isPossible())) return;
    await forget('update');
    options.update.make();
  };

  /** The person may have taken the permission back since. */
  const isReady = async () => (await memory.recall('ready')) === true && tabCapture.isAllowed();

  /** From `recording` on the recorder holds the recording's lock: when it is free, the recorder is done, or dead. */
  const watch = (session: Session) => {
    if (session.state === 'inactive' || session.state === 'starting' || watched === session.recordingId)
      return;
    watched = session.recordingId;
    void release(session.recordingId).then(refresh);
  };

  const closeIdleRecorder = () =>
    exclusive(async () => {
      if (isIdle(await status())) await host.close();
    });

  /** Everything of a start that must not happen twice at once; resolves when the recorder has been told. */
  const tellRecorder = (choice: CaptureOptions, tab: TabReference | undefined) =>
    exclusive(async (): Promise<{ readonly answer: Promise<Result<RecordingId>> }> => {
      const { session } = await status();
      if (session.state !== 'inactive') {
        return {
          answer: Promise.resolve(
            fail('already-recording', `InvalidStateError: start() while ${session.state}`),
          ),
        };
      }
      const plan = await makePlan(choice, tab);
      if (!plan.ok) return { answer: Promise.resolve(plan) };
      await host.ensure();
      return { answer: call('recorder', 'start', plan.value) };
    });

  const makePlan = async (choice: CaptureOptions, tab: TabReference | undefined): Promise<Result<Plan>> => {
    const name = recordingName(options.nameOf(choice.source, tab), new Date());
    if (choice.source !== 'tab') return ok({ options: choice, name });
    if (tab === undefined) return fail('tab-not-capturable', 'There is no tab');
    if (!(await tabCapture.isAllowed())) return fail('permission-denied', 'tabCapture');
    return ok({
      options: choice,
      name,
      tab: { reference: tab, streamId: await tabCapture.streamId(tab.id) },
    });
  };

  const start = async (
    choice: CaptureOptions,
    tab: TabReference | undefined,
  ): Promise<Result<RecordingId>> => {
    try {
      const { answer } = await tellRecorder(choice, tab);
      const result = await answer;
      if (result.ok) await forget('notice', 'ready');
      const failed = result.ok ? undefined : await explainSilence(result.failure);
      await refresh();
      if (failed !== undefined && failed.code !== 'already-recording') await closeIdleRecorder();
      return failed === undefined ? result : { ok: false, failure: failed };
    } catch (error) {
      return { ok: false, failure: toFailure(error) };
    }
  };

  const forget = (...keys: string[]) => Promise.all(keys.map((key) => memory.remember(key, undefined)));

  /** A recorder that is gone can't answer: it was closed by {@link stop}, or it died. */
  const explainSilence = async (silence: Failure): Promise<Failure> => {
    if (silence.code !== 'nobody-answered' || (await host.exists())) return silence;
    const { session } = await status();
    const died = session.state === 'inactive' && session.last !== undefined;
    return failure(died ? 'recorder-gone' : 'start-cancelled', silence.detail);
  };

  /** While a source still opens there is nothing to save, and only the recorder's end closes the browser's picker. */
  const stop = async (): Promise<Result<void>> => {
    // First of all it is told: from now on it begins nothing, however soon the source is open.
    const stopped = await command('stop');
    const snapshot = await status();
    if (!stopped.ok || !isStillOpening(snapshot)) return stopped;
    const { session } = snapshot;
    const isClosed = await exclusive(async () => {
      // Meanwhile it may have given up by itself, and another start come first.
      const now = await status();
      if (!isStillOpening(now) || now.session.recordingId !== session.recordingId) return false;
      // What it still has to say may be heard after its end: by then it must be known that nothing went wrong.
      await memory.remember('cancelled', session.recordingId);
      await host.close();
      return true;
    });
    if (!isClosed) return stopped;
    await release(session.recordingId);
    await refresh();
    return done;
  };

  /** Nothing was awaited before `request()`: the browser asks only within the person's own gesture. */
  const requestTabCapture = async (): Promise<Result<boolean>> => {
    try {
      const allowed = await tabCapture.request();
      if (!allowed) {
        await memory.remember('tabCaptureDenied', true);
        await options.openPopup();
      }
      return ok(allowed);
    } catch (error) {
      return { ok: false, failure: toFailure(error) };
    }
  };

  const command = (name: 'stop' | 'pause' | 'resume' | 'requestData') =>
    tellRecording(() => call('recorder', name));

  /** Tells the recorder, where there is one. */
  const tellRecording = async (tell: () => Promise<Result<void>>): Promise<Result<void>> => {
    if (await host.exists()) {
      const result = await tell();
      if (result.ok) await forget('notice');
      return result;
    }
    const { session } = await status();
    await refresh();
    const gone = session.state === 'inactive' && session.last?.failure?.code === 'recorder-gone';
    return fail(gone ? 'recorder-gone' : 'not-recording');
  };

  /** The menu and the keyboard have no place for an answer: the popup shows it. */
  const notify = async (result: Result<unknown>): Promise<void> => {
    if (result.ok || result.failure.code === 'start-cancelled') return;
    await memory.remember('notice', result.failure);
    await refresh();
    await options.openPopup();
  };

  const calls: Handlers<'background'> = {
    async start(request: unknown) {
      const { options: choice, tab } = parseStart(request);
      return choice === undefined ? fail('invalid-options', JSON.stringify(request)) : start(choice, tab);
    },
    stop,
    pause: () => command('pause'),
    resume: () => command('resume'),
    saveNow: () => command('requestData'),
    async adjust(request: unknown) {
      const change = parseAdjustment(request);
      return tellRecording(() => call('recorder', 'adjust', change));
    },
    status: async () => ok(await status()),
    requestTabCapture,
    async report(snapshot) {
      const isOver = snapshot.session.state === 'inactive';
      const known = (await memory.recall('snapshot')) as Snapshot | undefined;
      const countsDown = snapshot.countdownEndsAt !== undefined && known?.countdownEndsAt === undefined;
      if (isOver) await forget('notice');
      await memory.remember('snapshot', snapshot);
      await refresh();
      if (isOver) await closeIdleRecorder();
      // The capture of a tab closes the popup, and so does the browser's dialog: there the countdown can be cancelled.
      if (countsDown) await options.openPopup();
      return done;
    },
    async forgetRescue(id: unknown) {
      if (typeof id !== 'string') return fail('unexpected', 'Not an id');
      const answer = await call('recorder', 'forgetRescue', id);
      await refresh();
      await closeIdleRecorder();
      return answer;
    },
    async dismiss() {
      await forget('notice');
      if ((await status()).session.state === 'inactive') {
        await forget('snapshot');
        // One that still holds what the disk refused remembers too.
        if (await host.exists()) await call('recorder', 'dismiss');
      }
      await refresh();
      return done;
    },
    async keepFound() {
      await options.found.clear();
      const { session } = await status();
      const isFound = session.state === 'inactive' && session.last?.failure?.code === 'recorder-gone';
      if (isFound) await forget('snapshot');
      await refresh();
      return done;
    },
  };

  const wishes: Wishes = {
    async toggle(tab, source) {
      const snapshot = await status();
      if (isUnderWay(snapshot)) return notify(await stop());
      const { session } = snapshot;
      const remembered = await options.options();
      const choice = { ...remembered, source: source ?? remembered.source };
      // Only a click in the popup may ask: by now the browser has forgotten the key and the menu.
      if (choice.source === 'tab' && session.state === 'inactive' && !(await tabCapture.isAllowed())) {
        if (!(await options.openPopup())) await notify(fail('permission-denied', 'tabCapture'));
        return;
      }
      return notify(await start(choice, tab));
    },
    async pauseOrResume() {
      const { session } = await status();
      await notify(await command(session.state === 'paused' ? 'resume' : 'pause'));
    },
    saveNow: async () => notify(await command('requestData')),
    async muteOrUnmute() {
      const { session, progress } = await status();
      const { microphone } = progress ?? {};
      if (microphone === undefined) {
        return notify(fail(session.state === 'inactive' ? 'not-recording' : 'microphone-off'));
      }
      const muted = !microphone.muted;
      await notify(await tellRecording(() => call('recorder', 'adjust', { muted })));
    },
    async tabCaptureAllowed() {
      await forget('tabCaptureDenied', 'notice');
      if ((await status()).session.state === 'inactive') await forget('snapshot');
      // The set-up page says how to go on.
      if (await options.isSetupInFront()) return refresh();
      await memory.remember('ready', true);
      await refresh();
      await options.openPopup();
    },
    async windowClosing() {
      await call('recorder', 'requestData');
    },
    recordingsChanged: refresh,
    async updateAvailable() {
      await memory.remember('update', true);
      await refresh();
    },
    async wake() {
      await closeIdleRecorder().catch(() => undefined);
      await refresh();
    },
  };

  return { calls, wishes };
}

/** Whether a start that was stopped still waits for its source, and nothing would be lost with the recorder. */
function isStillOpening(snapshot: Snapshot): snapshot is Snapshot & { readonly session: Active } {
  const { session, opening, rescues = [] } = snapshot;
  return session.state === 'stopping' && opening === true && rescues.length === 0;
}

/** Whether nothing is recorded and the recorder's memory holds nothing that the disk refused. */
function isIdle({ session, rescues = [] }: Snapshot): boolean {
  return session.state === 'inactive' && rescues.length === 0;
}
