import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { inactive } from '../domain/session';
import { noSnapshot, type RecorderSnapshot } from '../domain/snapshot';
import type { Handlers } from '../messaging/rpc';
import type { Choice } from './choice';

/** What the window shows: it waits for the user, or it says what the recorder in it does. */
export type WindowView = 'idle' | 'choice' | 'starting' | 'recording' | 'stopping' | 'file' | 'rescue';

/** The state of the recorder's window, and what it can do. */
export interface RecorderWindow {
  readonly view: ReadonlySignal<WindowView>;
  readonly snapshot: ReadonlySignal<RecorderSnapshot>;
  /** The recorded time, in ms. */
  readonly elapsedMs: ReadonlySignal<number>;
  /** Takes a snapshot of the recorder. */
  show(snapshot: RecorderSnapshot): void;
  choose(): void;
  /** Stops, or ends the start. */
  stop(): void;
  pauseOrResume(): void;
  muteOrUnmute(): void;
}

/** What the window needs. */
export interface RecorderWindowDeps {
  readonly choice: Choice;
  /** The recorder in this window. */
  readonly recorder: () => Pick<Handlers<'recorder'>, 'stop' | 'pause' | 'resume' | 'adjust'>;
  /** The time, in ms since the epoch, kept up to date. */
  readonly now: ReadonlySignal<number>;
}

/** Makes the window's model. */
export function createRecorderWindow({ choice, recorder, now }: RecorderWindowDeps): RecorderWindow {
  const snapshot = signal<RecorderSnapshot>({ ...noSnapshot, session: inactive });
  return {
    snapshot,
    view: computed((): WindowView => {
      const { session, downloading, rescues = [] } = snapshot.value;
      switch (session.state) {
        case 'inactive':
          if (rescues.length > 0) return 'rescue';
          return downloading === undefined ? 'idle' : 'file';
        case 'starting':
          return choice.isAwaited.value ? 'choice' : 'starting';
        case 'stopping':
          return 'stopping';
        default:
          return 'recording';
      }
    }),
    elapsedMs: computed(() => {
      const { session, progress } = snapshot.value;
      if (progress === undefined) return 0;
      const sinceMs = session.state === 'recording' ? Math.max(0, now.value - progress.measuredAt) : 0;
      return progress.elapsedMs + sinceMs;
    }),
    show(next) {
      snapshot.value = next;
    },
    choose: choice.make,
    stop() {
      void recorder().stop();
      choice.cancel();
    },
    pauseOrResume() {
      const isPaused = snapshot.value.session.state === 'paused';
      void recorder()[isPaused ? 'resume' : 'pause']();
    },
    muteOrUnmute() {
      const { microphone } = snapshot.value.progress ?? {};
      if (microphone !== undefined) void recorder().adjust({ muted: !microphone.muted });
    },
  };
}
