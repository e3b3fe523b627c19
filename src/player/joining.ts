import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Cutting } from './cutting';
import type { PlayedFile } from './played-file';

/** A recording that can follow the one in the player. */
export interface JoinableRecording {
  readonly id: string;
  readonly name: string;
}

/** The file of a recording followed by others. */
export interface JoinedFile extends PlayedFile {
  /** Where the last one of them begins, in ms. */
  readonly atMs: number;
}

/** What can be seen of a file while it is made. */
export interface JoinWatch {
  /** Called with the share that is copied, 0 to 1, if it has to be. */
  readonly progress: (share: number) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Adds other recordings after the one in the player, and plays the result before it is made. */
export interface Joining {
  /** Whether one is being added. */
  readonly isJoining: ReadonlySignal<boolean>;
  /** How much of the file is copied, 0 to 1, if it has to be. */
  readonly share: ReadonlySignal<number | undefined>;
  /** The file of all of them; `undefined` if none is added. */
  readonly file: ReadonlySignal<JoinedFile | undefined>;
  /** Adds a recording at the end, unless that is refused. */
  add(id: string): Promise<void>;
  /** Ends what is being added. */
  cancel(): void;
  /** Ends it with the player. */
  end(): void;
}

/** Nothing is added yet. @param join reports why recordings can't be joined */
export function createJoining(
  cutting: Cutting,
  join: (added: readonly string[], watch: JoinWatch) => Promise<JoinedFile | undefined>,
): Joining {
  const isJoining = signal(false);
  const share = signal<number | undefined>(undefined);
  let ending = new AbortController();
  const files = new Map<string, JoinedFile>();
  return {
    isJoining,
    share,
    file: computed(() => files.get(cutting.added.value.join())),
    async add(id) {
      if (isJoining.value) return;
      isJoining.value = true;
      ending = new AbortController();
      const { signal: ended } = ending;
      const progress = (now: number) => {
        share.value = ended.aborted ? undefined : now;
      };
      try {
        for (;;) {
          const before = cutting.added.value;
          const added = [...before, id];
          const joined = await join(added, { progress, signal: ended });
          if (joined === undefined) return;
          files.set(added.join(), joined);
          // If something was undone, redone or saved meanwhile, it begins elsewhere now.
          if (cutting.added.value === before) return cutting.append(id, joined.atMs);
        }
      } finally {
        isJoining.value = false;
        share.value = undefined;
      }
    },
    cancel() {
      ending.abort();
      share.value = undefined;
    },
    end: () => ending.abort(),
  };
}
