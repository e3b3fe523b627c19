import { type Failure, fail, failure, ok, type Result, toFailure } from '../domain/failure';
import type { Adjustment } from '../domain/options';
import { displayRatio } from '../domain/picture-box';
import type { Plan } from '../domain/plan';
import type { RecordingId } from '../domain/recording';
import { recordingName } from '../domain/recording-name';
import type { Active, Outcome } from '../domain/session';
import type { RecorderSnapshot } from '../domain/snapshot';
import type { StartRequest } from '../messaging/calls';
import { createMutex } from '../messaging/mutex';
import { done } from '../messaging/rpc';
import type { ControllerDeps } from './deps';
import type { NoticesWriter } from './notices';
import type { RecorderStatus } from './recorder-status';

/** Opens and closes the recorder, and passes on what it is asked for. */
export interface StartStop {
  start(request: StartRequest): Promise<Result<RecordingId>>;
  stop(): Promise<Result<void>>;
  send(name: 'pause' | 'resume' | 'requestData'): Promise<Result<void>>;
  adjust(change: Adjustment): Promise<Result<void>>;
  /** Frees what the disk refused of that recording. */
  forgetRescue(id: RecordingId): Promise<Result<void>>;
  /** Downloads a recording. Only a page can, so the recorder does it, and is opened for it if need be. */
  download(id: RecordingId): Promise<Result<void>>;
  /** Makes the pending copies in the user's folder. The recorder does it, and is opened for it if need be. */
  makeCopies(): Promise<Result<void>>;
  /** Closes a recorder that records nothing and holds nothing in memory. */
  closeIdleRecorder(): Promise<void>;
}

/** What {@link createStartStop} needs beside the controller's own. */
export interface StartStopDeps
  extends Pick<ControllerDeps, 'host' | 'call' | 'tabCapture' | 'nameOf' | 'sourceNames'> {
  readonly status: RecorderStatus;
  readonly notices: NoticesWriter;
  /** Shows the current state. */
  readonly refresh: () => Promise<void>;
}

/** Two starts at once end as one recording and one `InvalidStateError`. */
export function createStartStop({
  host,
  call,
  tabCapture,
  nameOf,
  sourceNames,
  status,
  notices,
  refresh,
}: StartStopDeps): StartStop {
  const exclusive = createMutex();

  const closeIdleRecorder = () =>
    exclusive(async () => {
      const snapshot = await status.read();
      if (!isIdle(snapshot)) return;
      // Once it is closed, nobody else knows how its session ended; its report may still be on the way.
      await status.keep(snapshot);
      await host.close();
    });

  /** The part of a start that must not run twice at once; resolves when the recorder has been called. */
  const callRecorder = (request: StartRequest) =>
    exclusive(async (): Promise<{ readonly answer: Promise<Result<RecordingId>> }> => {
      const refuse = (result: Result<never>) => ({ answer: Promise.resolve(result) });
      const { session } = await status.read();
      if (session.state !== 'inactive') {
        return refuse(fail('already-recording', `InvalidStateError: start() while ${session.state}`));
      }
      const plan = await makePlan(request);
      if (!plan.ok) return refuse(plan);
      await host.ensure();
      return { answer: call('recorder', 'start', plan.value) };
    });

  const makePlan = async ({ options, tab, pixelRatio }: StartRequest): Promise<Result<Plan>> => {
    const name = recordingName(nameOf(options.source, tab), new Date());
    const matrix = await status.lastMatrix();
    const common = { options, name, ...(matrix === undefined ? {} : { matrix }) };
    if (options.source !== 'tab') return ok(common);
    if (tab === undefined) return fail('tab-not-capturable', 'There is no tab');
    if (!(await tabCapture.isAllowed())) return fail('permission-denied', 'tabCapture');
    const [streamId, { muted, size, defaultZoom }, look] = await Promise.all([
      tabCapture.streamId(tab.id),
      tabCapture.read(tab.id),
      tabCapture.look(tab.id, matrix === undefined),
    ]);
    const measured =
      size === undefined || look === undefined ? undefined : displayRatio(size, look.size) * defaultZoom;
    // That of our popup includes the zoom of all our pages, which no API reports.
    const ratio = measured ?? pixelRatio;
    const known = {
      ...(size === undefined ? {} : { size }),
      ...(ratio === undefined ? {} : { pixelRatio: ratio }),
      ...(look?.colors === undefined ? {} : { colors: look.colors }),
    };
    return ok({ ...common, tab: { reference: tab, streamId, muted, defaultZoom, ...known } });
  };

  /** A recorder that is gone can't answer: it was closed by {@link stop}, or it died. */
  const explainSilence = async (silence: Failure): Promise<Failure> => {
    if (silence.code !== 'nobody-answered' || (await host.exists())) return silence;
    const { session } = await status.read();
    const died = session.state === 'inactive' && session.last !== undefined;
    return failure(died ? 'recorder-gone' : 'start-cancelled', silence.detail);
  };

  /** Makes the call, if there is a recorder. */
  const callRecording = async (makeCall: () => Promise<Result<void>>): Promise<Result<void>> => {
    if (await host.exists()) {
      const result = await makeCall();
      if (result.ok) await notices.forgetRefusal();
      return result;
    }
    const { session } = await status.read();
    await refresh();
    const gone = session.state === 'inactive' && session.last?.failure?.code === 'recorder-gone';
    return fail(gone ? 'recorder-gone' : 'not-recording');
  };

  /** While a source is still opening there is nothing to save, and only the recorder's end closes the browser's picker. */
  const stop = async (): Promise<Result<void>> => {
    // Before anything else: from now on the recorder begins nothing, however soon the source is open.
    const stopped = await callRecording(() => call('recorder', 'stop'));
    const snapshot = await status.read();
    if (!stopped.ok || !isStillOpening(snapshot)) return stopped;
    const { recordingId } = snapshot.session;
    const isClosed = await exclusive(async () => {
      // Meanwhile it may have given up, and another start come first.
      const now = await status.read();
      if (!isStillOpening(now) || now.session.recordingId !== recordingId) return false;
      // Its last reports may arrive after its end: by then it must be known that nothing went wrong.
      await status.cancel(recordingId);
      await host.close();
      return true;
    });
    if (!isClosed) return stopped;
    await status.release(recordingId);
    await refresh();
    return done;
  };

  /** @param order receives how the last session ended, for a recorder that is opened for this */
  const makeFile = async (
    order: (known: { readonly last?: Outcome }) => Promise<Result<void>>,
  ): Promise<Result<void>> => {
    try {
      const { session } = await status.read();
      const last = session.state === 'inactive' ? session.last : undefined;
      // A start need not wait until the file is made: meanwhile the recorder says so, and is not closed.
      const { answer } = await exclusive(async () => {
        await host.ensure();
        return { answer: order(last === undefined ? {} : { last }) };
      });
      return await answer;
    } catch (error) {
      return { ok: false, failure: toFailure(error) };
    } finally {
      await closeIdleRecorder().catch(() => undefined);
    }
  };

  return {
    async start(request) {
      try {
        const { answer } = await callRecorder(request);
        const result = await answer;
        if (result.ok) await notices.forgetRefusal();
        const failed = result.ok ? undefined : await explainSilence(result.failure);
        await refresh();
        if (failed !== undefined && failed.code !== 'already-recording') await closeIdleRecorder();
        return failed === undefined ? result : { ok: false, failure: failed };
      } catch (error) {
        return { ok: false, failure: toFailure(error) };
      }
    },
    stop,
    send: (name) => callRecording(() => call('recorder', name)),
    adjust: (change) => callRecording(() => call('recorder', 'adjust', change)),
    async forgetRescue(id) {
      const answer = await call('recorder', 'forgetRescue', id);
      await refresh();
      await closeIdleRecorder();
      return answer;
    },
    download: (id) => makeFile((last) => call('recorder', 'download', { recordingId: id, ...last })),
    makeCopies: () => makeFile((last) => call('recorder', 'makeCopies', { sourceNames, ...last })),
    closeIdleRecorder,
  };
}

/** Whether nothing is recorded or downloaded, and the recorder's memory holds nothing that the disk refused. */
export function isIdle({ session, downloading, rescues = [] }: RecorderSnapshot): boolean {
  return session.state === 'inactive' && downloading === undefined && rescues.length === 0;
}

/** Whether a start that was stopped is still opening its source, and nothing would be lost with the recorder. */
function isStillOpening(
  snapshot: RecorderSnapshot,
): snapshot is RecorderSnapshot & { readonly session: Active } {
  const { session, opening, downloading, rescues = [] } = snapshot;
  const makesFile = downloading !== undefined;
  return session.state === 'stopping' && opening === true && !makesFile && rescues.length === 0;
}
