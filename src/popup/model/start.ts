import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Result } from '../../domain/failure';
import { hasInset, hasPicture, type Source } from '../../domain/options';
import type { StartRequest } from '../../messaging/calls';
import type { Call } from '../../messaging/rpc';
import type { Choices } from './choices';
import type { Failures } from './failure';
import type { NumberChoices } from './number-choices';
import type { Status } from './status';
import { type TabAccess, type TabFacts, tabAccess } from './tab-access';

/** What a start needs from outside. */
export interface StartDeps {
  readonly call: Call;
  readonly tabFacts: () => Promise<TabFacts>;
  /** The popup's display. */
  readonly screen: { readonly pixelRatio: number };
}

/** What a button does to the recording. */
type Command = 'pause' | 'resume' | 'saveNow' | 'stop';

/** What would be recorded, whether it can be, and the start itself. */
export interface Start {
  readonly access: ReadonlySignal<TabAccess>;
  /** The source that would be recorded: the user's choice, unless something prevents it. */
  readonly source: ReadonlySignal<Source>;
  /** The first number that prevents a start because it is invalid. */
  readonly wrongNumber: ReadonlySignal<keyof NumberChoices | undefined>;
  readonly canStart: ReadonlySignal<boolean>;
  /** A start is in progress. */
  readonly starting: ReadonlySignal<boolean>;
  /** Asks the browser about the tab in front. */
  readTab(): Promise<void>;
  chooseSource(source: Source): void;
  /** Restores the default options. */
  reset(): void;
  /** Starts, or asks for the permission that is missing. */
  start(): Promise<void>;
  askPermission(): Promise<void>;
  /** Carries out commands in turn; the same one twice in a row is one. */
  command(name: Command): Promise<void>;
}

/** Whether the tab can't be recorded, whatever the user does. */
function isClosed(access: TabAccess): boolean {
  return access === 'protected' || access === 'missing' || access === 'impossible';
}

/** @param facts receives what is known of the tab in front */
export function createStart(
  { call, tabFacts, screen }: StartDeps,
  choices: Choices,
  status: Status,
  { refused, copied }: Failures,
  facts: Signal<TabFacts>,
): Start {
  const chosen = signal<Source | undefined>(undefined);
  const starting = signal(false);
  /** The newest command, until it is carried out. */
  let newest: { readonly name: Command; readonly done: Promise<void> } | undefined;
  /** How often Stop was clicked. */
  let stops = 0;

  const access = computed(() => tabAccess(facts.value));
  const source = computed<Source>(() => {
    const wanted = chosen.value ?? choices.options.value.source;
    if (wanted !== 'tab') return wanted;
    if (isClosed(access.value)) return 'picker';
    return chosen.value === undefined && access.value === 'denied' ? 'picker' : 'tab';
  });
  /** An option that is not offered with this source does not count: its last valid number holds. */
  const wrongNumber = computed(() =>
    choices.wrong.value.find((field) => field !== 'quality' || hasPicture(source.value)),
  );

  const readTab = async () => {
    facts.value = await tabFacts();
  };

  /** A second click finds the first one in progress. Stop is possible while a start waits for the user. */
  const runStart = async (makeCall: () => Promise<Result<unknown>>) => {
    if (starting.value) return;
    starting.value = true;
    try {
      await run(makeCall);
    } finally {
      starting.value = false;
    }
  };

  const run = async (makeCall: () => Promise<Result<unknown>>) => {
    refused.value = undefined;
    copied.value = false;
    const result = await makeCall();
    await Promise.all([readTab(), status.ask()]);
    // A user who cancels knows it.
    if (!result.ok && result.failure.code !== 'start-cancelled') refused.value = result.failure;
  };

  /**
   * In turn: a click on Resume while Pause is being answered counts. A second click on the same button does not, except
   * that each command to save counts. Stop waits for nothing, and what waits then is not carried out.
   */
  const command = (name: Command): Promise<void> => {
    if (newest?.name === name && name !== 'saveNow') return newest.done;
    if (name === 'stop') stops += 1;
    const before = stops;
    const carryOut = async () => {
      if (before === stops) await run(() => call('background', name));
    };
    const previous = name === 'stop' ? undefined : newest?.done;
    const done = previous === undefined ? carryOut() : previous.then(carryOut, carryOut);
    const own = { name, done };
    newest = own;
    return done.finally(() => {
      if (newest === own) newest = undefined;
    });
  };

  const tabRequest = (): Pick<StartRequest, 'tab' | 'pixelRatio'> => {
    const { tab } = facts.value;
    if (tab === undefined) return {};
    const { id, windowId, title } = tab;
    const { pixelRatio } = screen;
    return { tab: title === undefined ? { id, windowId } : { id, windowId, title }, pixelRatio };
  };

  /** Awaits nothing before the call: the browser asks only within the user's own gesture. */
  const askPermission = () =>
    runStart(async () => {
      const answer = await call('background', 'requestTabCapture');
      if (answer.ok && !answer.value) chosen.value = 'picker';
      return answer;
    });

  return {
    access,
    source,
    wrongNumber,
    canStart: computed(
      () =>
        !starting.value &&
        wrongNumber.value === undefined &&
        (source.value !== 'tab' || access.value !== 'click-again'),
    ),
    starting,
    readTab,
    askPermission,
    chooseSource(wanted) {
      chosen.value = wanted;
      choices.change({ source: wanted });
    },
    reset() {
      chosen.value = undefined;
      choices.reset();
    },
    async start() {
      if (wrongNumber.value !== undefined) return;
      const { value: from } = source;
      if (from === 'tab' && (access.value === 'ask' || access.value === 'denied')) return askPermission();
      const wanted = { ...choices.options.value, source: from };
      // Options that aren't offered with this source aren't sent.
      const options = { ...wanted, inset: hasInset(wanted) };
      const tab = from === 'tab' ? tabRequest() : {};
      return runStart(() => call('background', 'start', { options, ...tab }));
    },
    command,
  };
}
