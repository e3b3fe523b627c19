import { type ReadonlySignal, signal } from '@preact/signals';
import { type Failure, toFailure } from '../domain/failure';

/** What the row of the tab recording needs from outside. */
export interface TabRowOptions {
  readonly isAllowed: () => Promise<boolean>;
  /** The browser's dialog. @throws Error where the browser does not let us ask */
  readonly request: () => Promise<boolean>;
  readonly onChanged: (listener: () => void) => void;
  /** The popup does not ask again by itself. */
  readonly rememberRefusal: () => Promise<void>;
}

/** The recording of tabs by one click, on the set-up page. */
export interface TabRow {
  /** `undefined` until it is known. */
  readonly state: ReadonlySignal<'allowed' | 'not-asked' | undefined>;
  readonly asking: ReadonlySignal<boolean>;
  /** Whether the person has just said no. */
  readonly refused: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | undefined>;
  /** Looks, and goes on looking. */
  begin(): Promise<void>;
  /** Asks the person, within their click; again while the question is open is one question. */
  ask(): Promise<void>;
}

/** Makes the row of the tab recording. */
export function createTabRow(options: TabRowOptions): TabRow {
  const state = signal<'allowed' | 'not-asked' | undefined>(undefined);
  const asking = signal(false);
  const refused = signal(false);
  const failure = signal<Failure | undefined>(undefined);

  const look = async () => {
    const isAllowed = await options.isAllowed();
    if (isAllowed) refused.value = false;
    state.value = isAllowed ? 'allowed' : 'not-asked';
  };

  return {
    state,
    asking,
    refused,
    failure,
    async begin() {
      options.onChanged(() => void look());
      await look();
    },
    async ask() {
      if (asking.value) return;
      asking.value = true;
      refused.value = false;
      failure.value = undefined;
      try {
        refused.value = !(await options.request());
        if (refused.value) await options.rememberRefusal();
        await look();
      } catch (error) {
        failure.value = toFailure(error);
      } finally {
        asking.value = false;
      }
    },
  };
}
