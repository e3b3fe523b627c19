import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { SharingAbilities } from '../../devices/sharing-abilities';
import { toFailure } from '../../domain/failure';
import { type Adjustment, type CaptureOptions, hasInset, hasMicrophone } from '../../domain/options';
import type { Size } from '../../domain/picture-box';
import type { TabReference } from '../../domain/plan';
import type { RecordingId } from '../../domain/recording';
import { waitAtMost } from '../../domain/watch';
import type { Shortcuts } from '../../extension/shortcuts';
import type { FolderModel } from '../../folder/model';
import type { FailureAction } from '../../ui/failure-texts';
import { type Choices, type ChoicesDeps, createChoices } from './choices';
import { expectedBitsPerSecond } from './expected-size';
import { createFailures, type Failures } from './failure';
import { createFailureActions, type FailureActionsDeps } from './failure-actions';
import { createInputDevices, type InputDevices, type InputDevicesDeps } from './input-devices';
import { createStart, type Start, type StartDeps } from './start';
import { createStatus, type Status, type StatusDeps } from './status';
import type { TabFacts } from './tab-access';

/** What the popup needs from outside. */
export interface PopupDeps extends ChoicesDeps, InputDevicesDeps, StatusDeps, StartDeps, FailureActionsDeps {
  /** Asks for thumbnails of what is recorded, until it is ended. */
  readonly watchThumbnail: (listener: (picture: ImageBitmap) => void) => () => void;
  /** @throws TypeError if the browser does not report it */
  readonly freeSpace: () => Promise<{ readonly freeBytes: number }>;
  readonly load: () => Promise<CaptureOptions>;
  readonly shortcuts: () => Promise<Shortcuts>;
  /** Shows the browser's page where keys are assigned. */
  readonly openShortcuts: () => Promise<void>;
  /** Whether the toolbar shows our button. */
  readonly isPinned: () => Promise<boolean>;
  /** The screen: its size in CSS px, and physical pixels for each of these. */
  readonly screen: Size & { readonly pixelRatio: number };
  readonly sharing: SharingAbilities;
  readonly goToTab: (tab: TabReference) => Promise<void>;
  /** @throws DOMException if the database refuses */
  readonly readThumbnail: (id: RecordingId) => Promise<Blob | undefined>;
  readonly folder: FolderModel;
}

/** What the popup shows and what it can do. */
export interface Popup
  extends Pick<Status, 'snapshot' | 'reading' | 'countdown' | 'levels'>,
    Pick<
      Start,
      | 'access'
      | 'source'
      | 'wrongNumber'
      | 'canStart'
      | 'starting'
      | 'chooseSource'
      | 'reset'
      | 'start'
      | 'command'
    >,
    Pick<
      Failures,
      | 'failure'
      | 'hasRescue'
      | 'isDatabaseLate'
      | 'recovered'
      | 'saved'
      | 'dismiss'
      | 'keepRecovered'
      | 'dismissSaved'
    > {
  readonly choices: Choices;
  /** What can be chosen for a screen, window or tab. */
  readonly sharing: SharingAbilities;
  /** Whether everything needed for the first render is known. */
  readonly ready: ReadonlySignal<boolean>;
  /** What has become of the last click on "Make safe now"; `undefined`: nothing yet, or too long ago. */
  readonly ordered: ReadonlySignal<Ordered | undefined>;
  readonly inputs: InputDevices;
  readonly watchThumbnail: PopupDeps['watchThumbnail'];
  readonly tab: ReadonlySignal<TabReference | undefined>;
  /** The highest bitrate of the recording, in bits per second. */
  readonly bitsPerSecond: ReadonlySignal<number>;
  /** What can still be stored, in bytes; `undefined` until it is known, and if the browser does not report it. */
  readonly freeBytes: ReadonlySignal<number | undefined>;
  readonly copied: ReadonlySignal<boolean>;
  readonly shortcuts: ReadonlySignal<Shortcuts>;
  readonly openShortcuts: PopupDeps['openShortcuts'];
  /** Whether the toolbar shows our button; `undefined` until it is known. */
  readonly isPinned: ReadonlySignal<boolean | undefined>;
  open(): Promise<void>;
  /** Changes the audio or the inset: of the recording in progress, if there is one, and of those to come. */
  adjust(change: Adjustment): Promise<void>;
  /** What {@link adjust} was asked for and the recorder has yet to answer. A switch shows it, so that it stays as clicked. */
  readonly pendingChange: ReadonlySignal<Adjustment>;
  goToTab(): Promise<void>;
  openLibrary(id?: RecordingId): Promise<void>;
  /** Plays a recording in the library; that acknowledges all recovered recordings, if it is one. */
  play(id: RecordingId): Promise<void>;
  /** Shows a recording in the library; that acknowledges all recovered recordings, if it is one. */
  find(id: RecordingId): Promise<void>;
  /** Downloads the file of a recording. */
  download(id: RecordingId): Promise<void>;
  /** The user's folder. The popup can't ask for the permission to write to it: the browser's question closes it. */
  readonly folder: FolderModel;
  openSetup(): Promise<void>;
  /** A picture of a recording, if there is one. */
  readonly readThumbnail: PopupDeps['readThumbnail'];
  /** Does what a failure's button says. */
  act(action: FailureAction): Promise<void>;
}

/** How long before the end of a countdown the popup closes, in ms: a tick, and the time that the browser takes. */
const closeEarlyMs = 400;

/** How long the first render waits for what only moves the button if it comes later, in ms. */
const patienceMs = 500;

/** How long the popup says that the recording was made safe, in ms of the recording. */
const madeSafeShownMs = 10_000;

/**
 * `safe`: everything up to the click is on disk; `waits`: the recording is paused, and the encoder has more, which it
 * hands over only when the recording goes on or ends.
 */
export type Ordered = 'safe' | 'waits';

/** Makes the popup's model. It keeps nothing that the recorder or the storage knows better. */
export function createPopup(deps: PopupDeps): Popup {
  const { call } = deps;
  const ready = signal(false);
  const freeBytes = signal<number | undefined>(undefined);
  const shortcuts = signal<Shortcuts>({});
  const isPinned = signal<boolean | undefined>(undefined);

  const choices = createChoices(deps);
  const status = createStatus(deps);
  const facts = signal<TabFacts>({
    possible: true,
    tab: undefined,
    allowed: false,
    denied: false,
    refusal: undefined,
  });
  const failures = createFailures(
    status,
    call,
    computed(() => facts.value.tab?.id),
  );
  const start = createStart(deps, choices, status, failures, facts);
  const actions = createFailureActions(failures, choices, start, deps);
  const { snapshot, isIdle } = status;
  const { source } = start;
  /** What would be recorded, while nothing is. */
  const planned = computed(() =>
    ready.value && !start.starting.value && isIdle.value
      ? { ...choices.options.value, source: source.value }
      : undefined,
  );
  const inputs = createInputDevices(deps, choices.options, {
    microphone: computed(() => planned.value !== undefined && hasMicrophone(planned.value)),
    camera: computed(
      () => planned.value !== undefined && (planned.value.source === 'camera' || hasInset(planned.value)),
    ),
  });
  /** Whether the only source is a device that can't be used now; one that is busy may be free again. */
  const isBlocked = computed(() => {
    const { value: device } = source;
    if (device !== 'camera' && device !== 'microphone') return false;
    const obstacle = inputs.obstacles[device].value;
    return obstacle !== undefined && obstacle !== `${device}-busy`;
  });

  /** A screen shows the popup too, which would be in its first recorded frame. */
  const isInTheWay = computed(() => {
    const { value: beginsInMs } = status.beginsInMs;
    const isPicked = ready.value && source.value === 'picker';
    return isPicked && beginsInMs !== undefined && beginsInMs <= closeEarlyMs;
  });

  const unanswered = signal<readonly Adjustment[]>([]);

  const measureSpace = async () => {
    const space = await deps.freeSpace().catch(() => undefined);
    freeBytes.value = space?.freeBytes;
  };

  const open = async (id: RecordingId, plays: boolean) => {
    const isRecovered = failures.recovered.value.some(({ recordingId }) => recordingId === id);
    if (isRecovered) await failures.keepRecovered();
    await deps.openLibrary(id, plays);
  };

  /** The last click on "Make safe now", and whether the recorder has answered it. */
  const order = signal<
    | { readonly recordingId: RecordingId; readonly elapsedMs: number; readonly isAnswered: boolean }
    | undefined
  >(undefined);
  const ordered = computed((): Ordered | undefined => {
    const { session, progress } = snapshot.value;
    if (order.value === undefined || progress === undefined || session.state === 'inactive') return undefined;
    const { recordingId, elapsedMs, isAnswered } = order.value;
    if (session.recordingId !== recordingId) return undefined;
    if (status.reading.value.elapsedMs - elapsedMs >= madeSafeShownMs) return undefined;
    if (progress.safeMs >= elapsedMs) return 'safe';
    return isAnswered && session.state === 'paused' ? 'waits' : undefined;
  });

  return {
    ...status,
    ...start,
    ...failures,
    canStart: computed(() => start.canStart.value && !isBlocked.value),
    ordered,
    async command(name) {
      const { session } = snapshot.value;
      if (name !== 'saveNow' || session.state === 'inactive') return start.command(name);
      const { recordingId } = session;
      const own = { recordingId, elapsedMs: status.reading.value.elapsedMs, isAnswered: false };
      order.value = own;
      await start.command(name);
      if (order.value === own) order.value = { ...own, isAnswered: true };
    },
    choices,
    sharing: deps.sharing,
    ready,
    inputs,
    watchThumbnail: deps.watchThumbnail,
    tab: computed(() => facts.value.tab),
    bitsPerSecond: computed(() =>
      expectedBitsPerSecond(
        { ...choices.options.value, source: source.value },
        { tab: facts.value.tab?.size, screen: deps.screen, pixelRatio: deps.screen.pixelRatio },
      ),
    ),
    freeBytes,
    shortcuts,
    openShortcuts: deps.openShortcuts,
    isPinned,
    async open() {
      status.listen();
      let measured = Promise.resolve();
      effect(() => {
        if (isIdle.value) measured = measureSpace();
      });
      effect(() => {
        if (isInTheWay.value) deps.close();
      });
      // A start outdates what was refused before it.
      effect(() => {
        if (!isIdle.value) failures.refused.value = undefined;
      });
      effect(() => {
        const { saved } = status.notices.value;
        if (isIdle.value && deps.visible.value && saved?.seen === false) void call('background', 'seeSaved');
      });
      await Promise.allSettled([
        // The database may be late, and only the folder needs it.
        waitAtMost(patienceMs, deps.later, deps.folder.begin()),
        waitAtMost(patienceMs, deps.later, measured),
        status.ask(),
        inputs.open(),
        start.readTab(),
        deps.load().then(choices.load),
        deps.isPinned().then((is) => {
          isPinned.value = is;
        }),
        deps.shortcuts().then((keys) => {
          shortcuts.value = keys;
        }),
      ]);
      ready.value = true;
    },
    async adjust({ muted, ...some }) {
      choices.change(some);
      if (isIdle.value) return;
      const change = muted === undefined ? some : { ...some, muted };
      unanswered.value = [...unanswered.value, change];
      const result = await call('background', 'adjust', change);
      unanswered.value = unanswered.value.filter((other) => other !== change);
      if (!result.ok) failures.refused.value = result.failure;
    },
    pendingChange: computed(() => Object.assign({}, ...unanswered.value)),
    async goToTab() {
      const { tab } = snapshot.value;
      if (tab === undefined) return;
      await deps.goToTab(tab).catch((error: unknown) => {
        failures.refused.value = toFailure(error);
      });
    },
    openLibrary: deps.openLibrary,
    play: (id) => open(id, true),
    find: (id) => open(id, false),
    async download(id) {
      const result = await call('background', 'download', id);
      if (!result.ok) failures.refused.value = result.failure;
    },
    folder: deps.folder,
    openSetup: deps.openSetup,
    readThumbnail: deps.readThumbnail,
    act: (action) => actions[action](),
  };
}
