import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Later } from '../../devices/silence';
import { type Failure, failure as failureOf } from '../../domain/failure';
import { type Notices, noNotices } from '../../domain/notices';
import { newest } from '../../domain/revision';
import { isRunning } from '../../domain/session';
import { type Levels, noSnapshot, type RecorderSnapshot } from '../../domain/snapshot';
import type { Call } from '../../messaging/rpc';
import { type Reading, readClock, readCountdown } from './clock';

/** What the status needs from outside. */
export interface StatusDeps {
  readonly call: Call;
  readonly onSnapshot: (listener: (snapshot: RecorderSnapshot) => void) => () => void;
  readonly onNotices: (listener: (notices: Notices) => void) => () => void;
  readonly onLevels: (listener: (levels: Levels) => void) => () => void;
  readonly now: () => number;
  /** Calls back again and again until it is ended. */
  readonly every: (ms: number, tick: () => void) => () => void;
  /** Calls back once, unless it is ended before. */
  readonly later: Later;
}

/** The newest state of the recorder, and of the service worker. */
export interface Status {
  readonly snapshot: ReadonlySignal<RecorderSnapshot>;
  readonly notices: ReadonlySignal<Notices>;
  /** Why the service worker does not answer; until anything arrives from it or the recorder. */
  readonly silence: ReadonlySignal<Failure | undefined>;
  readonly isIdle: ReadonlySignal<boolean>;
  readonly reading: ReadonlySignal<Reading>;
  readonly countdown: ReadonlySignal<number | undefined>;
  /** How long until the recording begins, in ms; `undefined` without a countdown. */
  readonly beginsInMs: ReadonlySignal<number | undefined>;
  readonly levels: ReadonlySignal<Levels>;
  /** Listens from now on. */
  listen(): void;
  /** Asks the service worker. Resolves once it has answered, or should have; never rejects. */
  ask(): Promise<void>;
  /** The user has read that it does not answer. */
  dismissSilence(): void;
}

const tickMs = 200;

/** How long the service worker may take to answer, in ms: one that the browser fails to start never does. */
const answerMs = 5000;

/** Nothing is known yet. */
export function createStatus(deps: StatusDeps): Status {
  const snapshot = signal(noSnapshot);
  const notices = signal(noNotices);
  const silence = signal<Failure | undefined>(undefined);
  const levels = signal<Levels>({});
  const now = signal(deps.now());
  /** How many questions were asked, and the number of the last one that was answered. */
  let [asked, answered] = [0, 0];

  const hasLevels = computed(() => isRunning(snapshot.value.session));
  /** Whether something on the screen changes all the time. */
  const isTicking = computed(
    () => snapshot.value.session.state === 'recording' || snapshot.value.countdownEndsAt !== undefined,
  );

  const takeSnapshot = (received: RecorderSnapshot) => {
    silence.value = undefined;
    now.value = deps.now();
    snapshot.value = newest(snapshot.value, received);
  };

  const takeNotices = (received: Notices) => {
    silence.value = undefined;
    notices.value = newest(notices.value, received);
  };

  return {
    snapshot,
    notices,
    silence,
    levels,
    isIdle: computed(() => snapshot.value.session.state === 'inactive'),
    reading: computed(() => readClock(snapshot.value, now.value)),
    countdown: computed(() => readCountdown(snapshot.value, now.value)),
    beginsInMs: computed(() => {
      const { session, countdownEndsAt } = snapshot.value;
      return session.state === 'starting' && countdownEndsAt !== undefined
        ? countdownEndsAt - now.value
        : undefined;
    }),
    listen() {
      deps.onSnapshot(takeSnapshot);
      deps.onNotices(takeNotices);
      const tick = () => {
        now.value = deps.now();
      };
      effect(() => (isTicking.value ? deps.every(tickMs, tick) : undefined));
      effect(() => {
        if (!hasLevels.value) return undefined;
        const end = deps.onLevels((received) => {
          levels.value = received;
        });
        return () => {
          end();
          levels.value = {};
        };
      });
    },
    ask() {
      asked += 1;
      const question = asked;
      let isOpen = true;
      const giveUp = (failure: Failure) => {
        // If a later question was answered, the service worker is alive.
        if (isOpen && question > answered) silence.value = failure;
        isOpen = false;
      };
      return new Promise((resolve) => {
        const stopWaiting = deps.later(answerMs, () => {
          giveUp(failureOf('nobody-answered', `background.status: nothing for ${answerMs} ms`));
          resolve();
        });
        void deps
          .call('background', 'status')
          .then((answer) => {
            if (!answer.ok) return giveUp(answer.failure);
            answered = Math.max(answered, question);
            takeSnapshot(answer.value.snapshot);
            takeNotices(answer.value.notices);
          })
          .finally(() => {
            stopWaiting();
            resolve();
          });
      });
    },
    dismissSilence() {
      silence.value = undefined;
    },
  };
}
