import { ok } from '../domain/failure';
import type { Notices } from '../domain/notices';
import { parseAdjustment } from '../domain/options';
import type { TabReference } from '../domain/plan';
import { parseRecordingId, type RecordingId } from '../domain/recording';
import type { Session } from '../domain/session';
import { parseSnapshot, type RecorderSnapshot } from '../domain/snapshot';
import { parseStart } from '../messaging/calls';
import { createMutex } from '../messaging/mutex';
import { done, type Handlers } from '../messaging/rpc';
import { type Commands, createCommands } from './commands';
import type { ControllerDeps, ReadyTab } from './deps';
import { createMakeCopies } from './make-copies';
import { createNotices } from './notices';
import { createRecorderStatus } from './recorder-status';
import { createSaved } from './saved';
import { createStartStop, isIdle, type StartStop } from './start-stop';
import { createTabPermission } from './tab-permission';
import { createUpdates } from './updates';

/** What the browser reports to the service worker. */
export interface Events {
  /** The user allowed capturing tabs; the tab in front still waits for a click. */
  tabCaptureAllowed(): Promise<void>;
  /** The button was clicked on a tab on which it opens no popup. */
  buttonClicked(tab: TabReference | undefined): Promise<void>;
  /** The tab that a refused command was about shows another page. */
  refusalIsOver(): Promise<void>;
  /** Stops waiting for a click on that tab, or on any tab if none is given. */
  readyIsOver(ready?: ReadyTab): Promise<void>;
  /** The browser may be quitting: it is about to end our processes, and the gathered data must be on disk by then. */
  windowClosing(): Promise<void>;
  /** A recording was added, changed or deleted. */
  recordingsChanged(): Promise<void>;
  /** The browser has a new version of Timeslice: it waits for the end of the recording. */
  updateAvailable(): Promise<void>;
  /** The service worker has just started: shows the state afresh, and closes an idle recorder. */
  wake(): Promise<void>;
  /** The browser has just started. */
  browserStarted(): Promise<void>;
}

/** Everything the service worker does, by who asks for it. */
export interface Controller {
  readonly calls: Handlers<'background'>;
  readonly commands: Commands;
  readonly events: Events;
}

/**
 * Turns the user's commands into calls to the recorder. No variable holds what the next service worker would need,
 * because this one may die at any moment: it asks the recorder, and if there is none, the store.
 */
export function createController(deps: ControllerDeps): Controller {
  const { call, openPopup } = deps;
  const inTurn = createMutex();
  let watched: RecordingId | undefined;
  /** Downloads, copies and starts that this service worker waits for: the recorder knows of them a moment later. */
  let pending = 0;

  const status = createRecorderStatus(deps);
  const saved = createSaved(deps);
  const notices = createNotices({ ...deps, saved });
  const permission = createTabPermission(deps);
  const updates = createUpdates(deps);

  /** In turn, so that an older state is never shown after a newer one. */
  const refresh = () =>
    inTurn(async () => {
      const snapshot = await status.keep(await status.readSoon());
      const ended = await saved.note(snapshot);
      const ready = snapshot.session.state === 'inactive' ? await permission.ready() : undefined;
      const shown = await notices.read();
      await deps.show({ snapshot, notices: shown, ready });
      watch(snapshot.session);
      if (ended !== undefined) {
        await whenDone(ended);
        makeCopiesLater(true);
      }
      if (isIdle(snapshot) && pending === 0 && !isUnread(snapshot, shown)) await updates.installIfPossible();
    });

  /** A new version waits for such a task. */
  const during = async <T>(task: () => Promise<T>): Promise<T> => {
    pending += 1;
    try {
      return await task();
    } finally {
      pending -= 1;
    }
  };
  const download = (id: RecordingId) => during(() => startStop.download(id));
  const makeCopiesLater = createMakeCopies({
    ...deps,
    make: () => during(() => startStop.makeCopies()),
    refresh,
  });

  /** Does what the user chose to be done with a recording that has just ended. */
  const whenDone = async (id: RecordingId) => {
    const chosen = (await deps.options()).whenDone;
    if (chosen === 'library' || chosen === 'player')
      await deps.openLibrary(id, chosen === 'player').catch(() => undefined);
    if (chosen === 'download') void download(id).then(commands.show).then(refresh);
  };

  /** From `recording` on the recorder holds the recording's lock: when it is free, the recorder is done, or dead. */
  const watch = (session: Session) => {
    if (session.state === 'inactive' || session.state === 'starting' || watched === session.recordingId)
      return;
    watched = session.recordingId;
    void status
      // Pages that are open ask nothing, and the database may be late.
      .release(session.recordingId, () => void refresh().catch(() => undefined))
      .then(refresh)
      // One whose recorder died is saved too.
      .then(() => makeCopiesLater());
  };

  const inner = createStartStop({ ...deps, status, notices, refresh });
  const startStop: StartStop = {
    ...inner,
    // A start of any kind is what a tab waits for, even if it fails.
    start: (request) =>
      during(async () => {
        await permission.forgetReady();
        return inner.start(request);
      }),
  };
  const commands = createCommands({ ...deps, status, notices, startStop, refresh });

  const calls: Handlers<'background'> = {
    async start(request: unknown) {
      const wanted = parseStart(request);
      return wanted.ok ? startStop.start(wanted.value) : wanted;
    },
    stop: startStop.stop,
    pause: () => startStop.send('pause'),
    resume: () => startStop.send('resume'),
    saveNow: () => startStop.send('requestData'),
    async adjust(request: unknown) {
      const change = parseAdjustment(request);
      return change.ok ? startStop.adjust(change.value) : change;
    },
    async status() {
      const snapshot = await status.readSoon();
      return ok({ snapshot, notices: await notices.read() });
    },
    requestTabCapture: permission.request,
    async report(request: unknown) {
      const snapshot = parseSnapshot(request);
      if (!snapshot.ok) return snapshot;
      const before = await status.known();
      const isOver = snapshot.value.session.state === 'inactive';
      // What was refused before is outdated once a start begins, and once a recording ends.
      if (isOver || before.session.state === 'inactive') await notices.forgetRefusal();
      const now = await status.keep(snapshot.value);
      await refresh();
      if (isOver) await startStop.closeIdleRecorder();
      // Capturing a tab closes the popup, and so does the browser's dialog: in the popup the countdown can be cancelled.
      if (now.countdownEndsAt !== undefined && before.countdownEndsAt === undefined) await openPopup();
      return done;
    },
    async forgetRescue(request: unknown) {
      const id = parseRecordingId(request);
      return id.ok ? startStop.forgetRescue(id.value) : id;
    },
    async dismiss() {
      await notices.forgetRefusal();
      await status.forgetOutcome();
      await refresh();
      return done;
    },
    async seeSaved() {
      await saved.see();
      await refresh();
      return done;
    },
    async dismissSaved() {
      await saved.dismiss();
      await refresh();
      return done;
    },
    async download(request: unknown) {
      const id = parseRecordingId(request);
      if (!id.ok) return id;
      const result = await download(id.value);
      // The page that wanted it may have closed meanwhile.
      if (!result.ok && (await deps.update.isPossible())) await commands.show(result);
      return result;
    },
    async makeCopies() {
      makeCopiesLater(true, true);
      return done;
    },
    async keepRecovered() {
      await deps.recovered.clear();
      const { session } = await status.read();
      const isGone = session.state === 'inactive' && session.last?.failure?.code === 'recorder-gone';
      if (isGone) await status.forgetOutcome();
      await refresh();
      return done;
    },
  };

  const events: Events = {
    async tabCaptureAllowed() {
      await notices.forgetRefusal();
      await status.forgetOutcome();
      await permission.allowed();
      await refresh();
    },
    async buttonClicked(tab) {
      const { session } = await status.read();
      const isReady = session.state === 'inactive' && tab !== undefined && (await permission.take(tab.id));
      await refresh();
      if (isReady) await commands.toggle(tab, 'tab');
      else await openPopup();
    },
    async refusalIsOver() {
      await notices.forgetRefusal();
      await refresh();
    },
    async readyIsOver(ready) {
      await permission.forgetReady(ready);
      await refresh();
    },
    async windowClosing() {
      await call('recorder', 'requestData');
    },
    recordingsChanged: refresh,
    async updateAvailable() {
      await updates.remember();
      await refresh();
    },
    async wake() {
      await startStop.closeIdleRecorder().catch(() => undefined);
      await permission.review().catch(() => undefined);
      await notices.review().catch(() => undefined);
      await refresh();
      makeCopiesLater();
    },
    async browserStarted() {
      makeCopiesLater(true);
    },
  };

  return { calls, commands, events };
}

/** Whether the user has yet to see what a new version would forget: why a recording ended, or that it is saved. */
function isUnread({ session }: RecorderSnapshot, { refusal, saved }: Notices): boolean {
  const last = session.state === 'inactive' ? session.last : undefined;
  return last?.failure !== undefined || refusal !== undefined || saved?.seen === false;
}
