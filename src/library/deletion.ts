import { failure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import type { Attempts } from './attempts';
import type { Opened } from './opened';
import type { Removal } from './removal';

/** Deleting recordings, after a question. */
export interface Deletion extends Pick<Removal, 'removed'> {
  askDelete(ids: readonly RecordingId[]): Promise<void>;
  /** Deletes them, but for those that are still being written. */
  delete(ids: readonly RecordingId[]): Promise<void>;
  /** Restores what was just deleted. */
  undo(): Promise<void>;
  /** Deletes it for good now. */
  forgetRemoved(): Promise<void>;
  /** Updates the open question: a recording may have ended, or its player may have been closed. */
  askAgain(): Promise<void>;
}

/** What the deletion needs from outside. */
export interface DeletionDeps {
  readonly storage: {
    /** How many bytes deleting them would free, if others need some of their media. @param gone what is deleted by then */
    freedBy(ids: readonly RecordingId[], gone: readonly RecordingId[]): Promise<number | undefined>;
  };
  /** Those whose locks a recorder holds. */
  readonly heldOf: (ids: readonly RecordingId[]) => Promise<readonly RecordingId[]>;
  /** Whether any page plays or downloads some of the media. */
  readonly isMediaUsed: (recording: Pick<Recording, 'ranges'>) => Promise<boolean>;
  readonly find: (ids: readonly RecordingId[]) => readonly Recording[];
  readonly attempts: Attempts;
  readonly opened: Opened;
  readonly removal: Removal;
  readonly reload: () => Promise<void>;
}

/** Nothing is asked yet. */
export function createDeletion(deps: DeletionDeps): Deletion {
  const { storage, find, attempts, opened, removal, reload } = deps;
  const { open, show } = opened;

  const useOf = async (ids: readonly RecordingId[]) => {
    const ranges = find(ids).flatMap((recording) => recording.ranges);
    const [held, isUsed] = await Promise.all([deps.heldOf(ids), deps.isMediaUsed({ ranges })]);
    return { held, isUsed };
  };

  let undoing: Promise<void> | undefined;
  return {
    removed: removal.removed,
    async askDelete(ids) {
      // What was removed before is then deleted for good.
      const gone = removal.removed.value.map(({ id }) => id);
      // Without it, the question can still be asked.
      const freedBytes = await storage.freedBy(ids, gone).catch(() => undefined);
      const frees = freedBytes === undefined ? {} : { freedBytes };
      show({ what: 'delete', ids, ...(await useOf(ids)), ...frees });
    },
    async askAgain() {
      const shown = open.value;
      if (shown?.what !== 'delete') return;
      const now = await useOf(shown.ids);
      if (open.value !== shown) return;
      if (now.held.join() === shown.held.join() && now.isUsed === shown.isUsed) return;
      show({ ...shown, ...now });
    },
    delete: (ids) =>
      attempts.attempt(async () => {
        const now = await useOf(ids);
        const free = find(ids).filter(({ id }) => !now.held.includes(id));
        if (free.length === 0 && now.held.length > 0) return show({ what: 'delete', ids, ...now });
        show(undefined);
        if (free.length > 0) await removal.remove(free);
        await reload();
      }),
    undo() {
      // A second click on the same button wants the same.
      undoing ??= attempts
        .attempt(async () => {
          const [first] = removal.removed.value;
          const isBack = await removal.undo();
          if (!isBack) attempts.report(failure('recording-not-found', first?.id));
          await reload();
        })
        .finally(() => {
          undoing = undefined;
        });
      return undoing;
    },
    forgetRemoved: removal.settle,
  };
}
