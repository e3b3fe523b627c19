import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Failure, failure as failureOf, type Result, toFailure } from '../../domain/failure';
import {
  type Adjustment,
  type CaptureOptions,
  hasInset,
  hasMicrophone,
  hasPicture,
  type Source,
} from '../../domain/options';
import type { Size } from '../../domain/picture-box';
import type { TabReference } from '../../domain/plan';
import type { RecordingId } from '../../domain/recording';
import { inactive, isRunning } from '../../domain/session';
import type { FoundRecording, Levels, Snapshot } from '../../domain/snapshot';
import type { Shortcuts } from '../../extension/shortcuts';
import type { Call } from '../../messaging/rpc';
import type { FailureAction, Kept } from '../../ui/failure-texts';
import { type Choices, type ChoicesOptions, createChoices } from './choices';
import { type Reading, readClock, readCountdown } from './clock';
import { expectedBitsPerSecond } from './expected-size';
import { createInputDevices, type InputDevices, type InputDevicesOptions } from './input-devices';
import type { NumberChoices } from './number-choices';
import { type TabAccess, type TabFacts, tabAccess } from './tab-access';

/** What the popup needs from outside. */
export interface PopupOptions extends ChoicesOptions, InputDevicesOptions {
  readonly call: Call;
  readonly onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void;
  readonly onLevels: (listener: (levels: Levels) => void) => () => void;
  /** Asks for thumbnails of what is recorded, until it is ended. */
  readonly watchThumbnail: (listener: (picture: ImageBitmap) => void) => () => void;
  /** @throws TypeError where the browser can't tell */
  readonly freeSpace: () => Promise<{ readonly freeBytes: number }>;
  readonly load: () => Promise<CaptureOptions>;
  readonly tabFacts: () => Promise<TabFacts>;
  readonly shortcuts: () => Promise<Shortcuts>;
  /** The screen: its size in CSS px, and physical pixels for each of these. */
  readonly screen: Size & { readonly pixelRatio: number };
  readonly now: () => number;
  /** Calls back again and again until it is ended. */
  readonly every: (ms: number, tick: () => void) => () => void;
  readonly goToTab: (tab: TabReference) => Promise<void>;
  /** @param plays whether to play that recording at once */
  readonly openLibrary: (id?: RecordingId, plays?: boolean) => Promise<void>;
  readonly openSetup: () => Promise<void>;
  readonly copy: (text: string) => Promise<void>;
  readonly close: () => void;
}

/** A failure to show, and how its session ended. */
export interface ShownFailure {
  readonly failure: Failure;
  /** The recording that it left behind. */
  readonly kept: RecordingId | undefined;
  /** Where that is; `undefined` where no session ended. */
  readonly where: Kept | undefined;
}

/** What the popup shows and what it can do. */
export interface Popup {
  readonly choices: Choices;
  /** Whether everything was asked that the first picture needs. */
  readonly ready: ReadonlySignal<boolean>;
  readonly snapshot: ReadonlySignal<Snapshot>;
  readonly reading: ReadonlySignal<Reading>;
  /** Whole seconds until the recording begins; `undefined` where nothing counts down. */
  readonly countdown: ReadonlySignal<number | undefined>;
  readonly inputs: InputDevices;
  /** How loud the recording's inputs are. */
  readonly levels: ReadonlySignal<Levels>;
  readonly watchThumbnail: PopupOptions['watchThumbnail'];
  readonly tab: ReadonlySignal<TabReference | undefined>;
  readonly access: ReadonlySignal<TabAccess>;
  /** The source that would be recorded: the person's choice, where nothing stands in its way. */
  readonly source: ReadonlySignal<Source>;
  /** The most that the recording would take, in bits a second. */
  readonly bitsPerSecond: ReadonlySignal<number>;
  /** What can still be stored, in bytes; `undefined` until it is known, and where the browser can't tell. */
  readonly freeBytes: ReadonlySignal<number | undefined>;
  /** The first number that stands in the way of a start, for it can't be one. */
  readonly wrongNumber: ReadonlySignal<keyof NumberChoices | undefined>;
  readonly canStart: ReadonlySignal<boolean>;
  /** A start is on its way. */
  readonly starting: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<ShownFailure | undefined>;
  /** Whether something is in the recorder's memory alone, and {@link failure} does not say so. */
  readonly hasRescue: ReadonlySignal<boolean>;
  /** {@link Snapshot.found} */
  readonly found: ReadonlySignal<readonly FoundRecording[]>;
  readonly copied: ReadonlySignal<boolean>;
  readonly shortcuts: ReadonlySignal<Shortcuts>;
  open(): Promise<void>;
  chooseSource(source: Source): void;
  /** Brings the default options back. */
  reset(): void;
  start(): Promise<void>;
  command(name: 'pause' | 'resume' | 'saveNow' | 'stop'): Promise<void>;
  /** Changes the sound or the inset: for this recording where there is one, and for those to come. */
  adjust(change: Adjustment): Promise<void>;
  goToTab(): Promise<void>;
  openLibrary(id?: RecordingId): Promise<void>;
  /** Plays the newest of {@link found}; it is answered thereby. */
  playFound(): Promise<void>;
  keepFound(): Promise<void>;
  /** Does what a failure's button says. */
  act(action: FailureAction): Promise<void>;
  dismiss(): Promise<void>;
}

const tickMs = 200;

/** How long before the end of a countdown the popup makes way, in ms: a tick, and the time that the browser takes. */
const wayMs = 400;

/** How long the service worker may take to answer, in ms: one that the browser fails to start never does. */
const answerMs = 5000;

/** Makes the popup's model. It keeps nothing that the recorder or the storage does not know better. */
export function createPopup(options: PopupOptions): Popup {
  const { call } = options;
  const choices = createChoices(options);
  const ready = signal(false);
  const snapshot = signal<Snapshot>({ session: inactive });
  const now = signal(options.now());
  const facts = signal<TabFacts>({ tab: undefined, allowed: false, denied: false, refusal: undefined });
  const chosen = signal<Source | undefined>(undefined);
  const levels = signal<Levels>({});
  const freeBytes = signal<number | undefined>(undefined);
  const starting = signal(false);
  const commanding = signal(false);
  const refused = signal<Failure | undefined>(undefined);
  /** {@link Snapshot.notice}, kept apart from the snapshot: the recorder, which does not know it, sends new ones. */
  const notice = signal<Failure | undefined>(undefined);
  /** {@link Snapshot.found}, kept apart for the same reason. */
  const found = signal<readonly FoundRecording[]>([]);
  const copied = signal(false);
  const shortcuts = signal<Shortcuts>({});
  /** The service worker does not answer. */
  const silence = signal<Failure | undefined>(undefined);
  let heard = 0;
  /** The last question to the service worker, and the last one that was answered. */
  let asked = 0;
  let answered = 0;

  /** Whether something on the screen changes with every moment. */
  const isTicking = computed(
    () => snapshot.value.session.state === 'recording' || snapshot.value.countdownEndsAt !== undefined,
  );
  /** A screen shows the popup too, and with its first frame it would be in the picture. */
  const isInTheWay = computed(() => {
    const { session, countdownEndsAt } = snapshot.value;
    const isPicked = ready.value && source.value === 'picker';
    const isDue = countdownEndsAt !== undefined && now.value >= countdownEndsAt - wayMs;
    return isPicked && isDue && session.state === 'starting';
  });
  const hasLevels = computed(() => isRunning(snapshot.value.session));
  const isIdle = computed(() => snapshot.value.session.state === 'inactive');
  const access = computed(() => tabAccess(facts.value));
  const source = computed<Source>(() => {
    const wanted = chosen.value ?? choices.options.value.source;
    if (wanted !== 'tab') return wanted;
    if (access.value === 'protected' || access.value === 'missing') return 'picker';
    return chosen.value === undefined && access.value === 'denied' ? 'picker' : 'tab';
  });
  /** What is not offered with this source has no say: the last right number holds. */
  const wrongNumber = computed(() =>
    choices.wrong.value.find((field) => field !== 'quality' || hasPicture(source.value)),
  );
  const inputs = createInputDevices(
    options,
    choices.options,
    computed(
      () =>
        ready.value &&
        !starting.value &&
        isIdle.value &&
        hasMicrophone({ ...choices.options.value, source: source.value }),
    ),
  );
  const failure = computed<ShownFailure | undefined>(() => {
    const { session } = snapshot.value;
    const ended = session.state === 'inactive' ? session.last : undefined;
    // What was found again says it, and more.
    const isFound =
      ended?.failure?.code === 'recorder-gone' &&
      found.value.some(({ recordingId }) => recordingId === ended.recordingId);
    const last = isFound ? undefined : ended;
    const wished = refused.value ?? silence.value ?? notice.value;
    // The recording that stood in the way is over: why it ended matters more.
    const isOutdated = wished?.code === 'already-recording' && last?.failure !== undefined;
    const shown = isOutdated ? last.failure : (wished ?? last?.failure);
    if (shown === undefined) return undefined;
    if (last?.failure?.code !== shown.code) return { failure: shown, kept: undefined, where: undefined };
    const { recordingId, saved } = last;
    const isInMemory = snapshot.value.rescues?.some((rescue) => rescue.recordingId === recordingId);
    const where = isInMemory ? 'in-memory' : saved ? 'on-disk' : 'nowhere';
    return { failure: shown, kept: saved ? recordingId : undefined, where };
  });

  const show = (newest: Snapshot) => {
    now.value = options.now();
    snapshot.value = newest;
  };

  /** While a recorder lives, what is heard comes from it, and says nothing of a notice. */
  const hear = (heardNow: Snapshot) => {
    heard += 1;
    silence.value = undefined;
    show(heardNow);
    if (heardNow.notice !== undefined || heardNow.session.state === 'inactive') {
      notice.value = heardNow.notice;
      found.value = heardNow.found ?? [];
    }
  };

  /** What was heard in the meantime is newer than the answer; of a notice, the answer alone can tell. */
  const refresh = () => {
    const before = heard;
    asked += 1;
    const number = asked;
    const take = (status: Result<Snapshot>) => {
      if (number < answered) return;
      answered = number;
      silence.value = undefined;
      if (!status.ok) {
        refused.value ??= status.failure;
        return;
      }
      const isNewest = heard === before;
      if (isNewest) show(status.value);
      if (isNewest || snapshot.value.session.state !== 'inactive') {
        notice.value = status.value.notice;
        found.value = status.value.found ?? [];
      }
    };
    return new Promise<void>((resolve) => {
      const stopWaiting = options.later(answerMs, () => {
        // A later question may have been answered.
        if (number > answered)
          silence.value = failureOf('nobody-answered', `background.status: nothing for ${answerMs} ms`);
        resolve();
      });
      void call('background', 'status')
        .then(take)
        .finally(() => {
          stopWaiting();
          resolve();
        });
    });
  };

  const measureSpace = async () => {
    const space = await options.freeSpace().catch(() => undefined);
    freeBytes.value = space?.freeBytes;
  };

  const lookAtTab = async () => {
    facts.value = await options.tabFacts();
  };

  /** A second click finds the first one under way. Stop is possible while a start waits for the person. */
  const wish = async (underWay: Signal<boolean>, make: () => Promise<Result<unknown>>) => {
    if (underWay.value) return;
    underWay.value = true;
    refused.value = undefined;
    copied.value = false;
    try {
      const result = await make();
      await Promise.all([lookAtTab(), refresh()]);
      // Whoever cancels knows it.
      if (!result.ok && result.failure.code !== 'start-cancelled') refused.value = result.failure;
    } finally {
      underWay.value = false;
    }
  };

  const tabRequest = () => {
    const { tab } = facts.value;
    if (tab === undefined) return {};
    const { id, windowId, title } = tab;
    return { tab: title === undefined ? { id, windowId } : { id, windowId, title } };
  };

  const askPermission = () =>
    wish(starting, async () => {
      const answer = await call('background', 'requestTabCapture');
      if (answer.ok && !answer.value) chosen.value = 'picker';
      return answer;
    });

  const start = async () => {
    if (wrongNumber.value !== undefined) return;
    const { value: from } = source;
    if (from === 'tab' && (access.value === 'ask' || access.value === 'denied')) return askPermission();
    const wanted = { ...choices.options.value, source: from };
    // What is not offered with this source is not meant either.
    const meant = { ...wanted, inset: hasInset({ ...wanted, source: from }) };
    const tab = from === 'tab' ? tabRequest() : {};
    return wish(starting, () => call('background', 'start', { options: meant, ...tab }));
  };

  const adjust = async ({ muted, ...some }: Adjustment) => {
    choices.change(some);
    const { state } = snapshot.value.session;
    if (state === 'inactive') return;
    const change = muted === undefined ? some : { ...some, muted };
    const result = await call('background', 'adjust', change);
    if (!result.ok) refused.value = result.failure;
  };

  const chooseSource = (wanted: Source) => {
    chosen.value = wanted;
    choices.change({ source: wanted });
  };

  const reset = () => {
    chosen.value = undefined;
    choices.reset();
  };

  const dismiss = async () => {
    refused.value = undefined;
    silence.value = undefined;
    notice.value = undefined;
    copied.value = false;
    await call('background', 'dismiss');
    await refresh();
  };

  const keepFound = async () => {
    found.value = [];
    await call('background', 'keepFound');
    await refresh();
  };

  const actions: Record<FailureAction, () => Promise<void>> = {
    'open-library': () => options.openLibrary(failure.value?.kept),
    async 'use-picker'() {
      chooseSource('picker');
      await dismiss();
      await start();
    },
    async 'start-again'() {
      await dismiss();
      await start();
    },
    'ask-permission': askPermission,
    'open-setup': options.openSetup,
    async close() {
      await dismiss();
      options.close();
    },
    'check-again': dismiss,
    async 'use-automatic'() {
      choices.change({ format: 'automatic' });
      await dismiss();
    },
    async 'reset-options'() {
      reset();
      await dismiss();
    },
    async 'copy-details'() {
      const shown = failure.value?.failure;
      if (shown === undefined) return;
      await options.copy(`${shown.code}: ${shown.detail ?? ''}`);
      copied.value = true;
    },
  };

  return {
    choices,
    ready,
    snapshot,
    reading: computed(() => readClock(snapshot.value, now.value)),
    countdown: computed(() => readCountdown(snapshot.value, now.value)),
    inputs,
    levels,
    watchThumbnail: options.watchThumbnail,
    tab: computed(() => facts.value.tab),
    access,
    source,
    bitsPerSecond: computed(() =>
      expectedBitsPerSecond(
        { ...choices.options.value, source: source.value },
        { tab: facts.value.tab?.size, screen: options.screen, pixelRatio: options.screen.pixelRatio },
      ),
    ),
    freeBytes,
    wrongNumber,
    canStart: computed(
      () =>
        !starting.value &&
        wrongNumber.value === undefined &&
        (source.value !== 'tab' || access.value !== 'click-again'),
    ),
    starting,
    failure,
    hasRescue: computed(
      () => (snapshot.value.rescues ?? []).length > 0 && failure.value?.where !== 'in-memory',
    ),
    found,
    copied,
    shortcuts,
    async open() {
      options.onSnapshot(hear);
      const tick = () => {
        now.value = options.now();
      };
      effect(() => (isTicking.value ? options.every(tickMs, tick) : undefined));
      effect(() => {
        if (!hasLevels.value) return undefined;
        const end = options.onLevels((heardNow) => {
          levels.value = heardNow;
        });
        return () => {
          end();
          levels.value = {};
        };
      });
      effect(() => {
        if (isIdle.value) void measureSpace();
      });
      effect(() => {
        if (isInTheWay.value) options.close();
      });
      await Promise.allSettled([
        refresh(),
        inputs.open(),
        lookAtTab(),
        options.load().then(choices.load),
        options.shortcuts().then((keys) => {
          shortcuts.value = keys;
        }),
      ]);
      ready.value = true;
    },
    chooseSource,
    reset,
    start,
    command: (name) => wish(commanding, () => call('background', name)),
    adjust,
    async goToTab() {
      const tab = snapshot.value.progress?.tab;
      if (tab === undefined) return;
      await options.goToTab(tab).catch((error: unknown) => {
        refused.value = toFailure(error);
      });
    },
    openLibrary: options.openLibrary,
    async playFound() {
      const [newest] = found.value;
      await keepFound();
      await options.openLibrary(newest?.recordingId, true);
    },
    keepFound,
    act: (action) => actions[action](),
    dismiss,
  };
}
