import { type ReadonlySignal, signal } from '@preact/signals';
import { type Failure, toFailure } from '../domain/failure';

/** What the row for tab recording needs from outside. */
export interface TabRowDeps {
  /** Whether this browser can capture a tab without its picker. */
  readonly isPossible: boolean;
  readonly isAllowed: () => Promise<boolean>;
  /** Shows the browser's dialog. @throws Error if the browser refuses to ask */
  readonly request: () => Promise<boolean>;
  readonly onChanged: (listener: () => void) => void;
  /** Keeps the popup from asking again on its own. */
  readonly rememberRefusal: () => Promise<void>;
}

/** The row for one-click tab recording on the setup page. */
export interface TabRow {
  /** Whether there is anything to allow. */
  readonly isPossible: boolean;
  /** `undefined` until it is known. */
  readonly state: ReadonlySignal<'allowed' | 'not-asked' | undefined>;
  readonly asking: ReadonlySignal<boolean>;
  /** Whether the user has just declined. */
  readonly refused: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Reads the state, and keeps it up to date. */
  begin(): Promise<void>;
  /** Asks for the permission; must run within a click. Does nothing while the question is open. */
  ask(): Promise<void>;
}

/** Creates the row for tab recording. */
export function createTabRow(deps: TabRowDeps): TabRow {
  const state = signal<'allowed' | 'not-asked' | undefined>(undefined);
  const asking = signal(false);
  const refused = signal(false);
  const failure = signal<Failure | undefined>(undefined);

  const refresh = async () => {
    const isAllowed = await deps.isAllowed();
    if (isAllowed) refused.value = false;
    state.value = isAllowed ? 'allowed' : 'not-asked';
  };

  return {
    isPossible: deps.isPossible,
    state,
    asking,
    refused,
    failure,
    async begin() {
      deps.onChanged(() => void refresh());
      await refresh();
    },
    async ask() {
      if (asking.value) return;
      asking.value = true;
      refused.value = false;
      failure.value = undefined;
      try {
        refused.value = !(await deps.request());
        if (refused.value) await deps.rememberRefusal();
        await refresh();
      } catch (error) {
        failure.value = toFailure(error);
      } finally {
        asking.value = false;
      }
    },
  };
}
