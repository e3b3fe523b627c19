import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { type Failure, failure as failureOf } from '../../domain/failure';
import { type Notices, noNotices } from '../../domain/notices';
import { newest } from '../../domain/revision';
import { isRunning } from '../../domain/session';
import { type Levels, noSnapshot, type RecorderSnapshot } from '../../domain/snapshot';
import type { Later } from '../../domain/watch';
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
  /** Asks the service worker. Resolves once it has answered this or a later call, or should have; never rejects. */
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
  /** Each ends the wait for an answer; the oldest first. */
  const waits = new Set<() => void>();

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
      const earlier = [...waits];
      return new Promise((resolve) => {
        let stopWaiting: () => void = () => undefined;
        const end = () => {
          stopWaiting();
          waits.delete(end);
          resolve();
        };
        const giveUp = (failure: Failure) => {
          if (waits.has(end)) silence.value = failure;
          end();
        };
        waits.add(end);
        stopWaiting = deps.later(answerMs, () =>
          giveUp(failureOf('nobody-answered', `background.status: nothing for ${answerMs} ms`)),
        );
        void deps.call('background', 'status').then((answer) => {
          if (!answer.ok) return giveUp(answer.failure);
          takeSnapshot(answer.value.snapshot);
          takeNotices(answer.value.notices);
          // The service worker is alive: nobody waits for an older answer any more.
          for (const each of [...earlier, end]) each();
        });
      });
    },
    dismissSilence() {
      silence.value = undefined;
    },
  };
}
