import { failure } from '../domain/failure';
import type { Recording, RecordingId } from '../domain/recording';
import type { Attempts } from './attempts';
import type { Opened } from './opened';
import type { Removal } from './removal';

/** Deleting recordings, after a question. */
export interface Deletion extends Pick<Removal, 'removed'> {
  askDelete(id: RecordingId): Promise<void>;
  delete(id: RecordingId): Promise<void>;
  /** Restores what was just deleted. */
  undo(id: RecordingId): Promise<void>;
  /** Updates the open question: the recording may have ended, or its player may have been closed. */
  askAgain(): Promise<void>;
}

/** What the deletion needs from outside. */
export interface DeletionDeps {
  readonly storage: {
    /** How many bytes deleting it would free, if others need some of its media. */
    freedBy(id: RecordingId): Promise<number | undefined>;
  };
  /** Whether a recorder holds the recording's lock. */
  readonly isHeld: (id: RecordingId) => Promise<boolean>;
  /** Whether any page plays or downloads its media. */
  readonly isMediaUsed: (recording: Recording) => Promise<boolean>;
  readonly find: (id: RecordingId) => Recording | undefined;
  readonly attempts: Attempts;
  readonly opened: Opened;
  readonly removal: Removal;
  readonly reload: () => Promise<void>;
}

/** Nothing is asked yet. */
export function createDeletion(deps: DeletionDeps): Deletion {
  const { storage, find, attempts, opened, removal, reload } = deps;
  const { open, show } = opened;

  const useOf = async (id: RecordingId) => {
    const recording = find(id);
    const [isHeld, isUsed] = await Promise.all([
      deps.isHeld(id),
      recording !== undefined && deps.isMediaUsed(recording),
    ]);
    return { isHeld, isUsed };
  };

  return {
    removed: removal.removed,
    async askDelete(id) {
      // Without it, the question can still be asked.
      const freedBytes = await storage.freedBy(id).catch(() => undefined);
      const frees = freedBytes === undefined ? {} : { freedBytes };
      show({ what: 'delete', id, ...(await useOf(id)), ...frees });
    },
    async askAgain() {
      const shown = open.value;
      if (shown?.what !== 'delete') return;
      const now = await useOf(shown.id);
      if (open.value !== shown || (now.isHeld === shown.isHeld && now.isUsed === shown.isUsed)) return;
      show({ ...shown, ...now });
    },
    delete: (id) =>
      attempts.attempt(async () => {
        const now = await useOf(id);
        if (now.isHeld) return show({ what: 'delete', id, ...now });
        const recording = find(id);
        show(undefined);
        if (recording !== undefined) await removal.remove(recording);
        await reload();
      }),
    undo: (id) =>
      attempts.attempt(async () => {
        const isBack = await removal.undo(id);
        if (!isBack) attempts.report(failure('recording-not-found', id));
        await reload();
      }),
  };
}
