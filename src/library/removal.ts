import { type ReadonlySignal, signal } from '@preact/signals';
import type { Recording, RecordingId } from '../domain/recording';
import type { EndUse } from '../storage/locks';

/** What a removal needs from outside. */
export interface RemovalDeps {
  readonly storage: {
    hide(ids: readonly RecordingId[]): Promise<boolean>;
    unhide(ids: readonly RecordingId[]): Promise<boolean>;
    /** Deletes what is hidden and not in use. */
    deleteHidden(): Promise<void>;
  };
  /** Keeps every page from deleting it for good. */
  readonly useMedia: (recording: Pick<Recording, 'ranges'>) => Promise<EndUse>;
}

/** What was deleted last, and can still be restored. */
export interface Removal {
  /** Empty if there is nothing to restore. */
  readonly removed: ReadonlySignal<readonly Recording[]>;
  /** Hides recordings now. What was removed before is deleted for good. */
  remove(recordings: readonly Recording[]): Promise<void>;
  /**
   * Restores what was removed, unless it is too late.
   *
   * @returns whether all of it was restored
   * @throws DOMException if the disk refuses; it can still be undone
   */
  undo(): Promise<boolean>;
  /** Deletes what was removed for good: the user has moved on. */
  settle(): Promise<void>;
}

/** Recordings that were removed together, and the end of their use by this page. */
interface Removed {
  readonly recordings: readonly Recording[];
  readonly endUse: EndUse;
}

/** Nothing is removed yet. A page that is closed leaves the deletion to the next one, or to the service worker. */
export function createRemoval({ storage, useMedia }: RemovalDeps): Removal {
  let pending: Removed | undefined;
  const removed = signal<readonly Recording[]>([]);

  const show = (next: Removed | undefined) => {
    pending = next;
    removed.value = next?.recordings ?? [];
  };

  const end = async ({ endUse }: Removed) => {
    await endUse();
    // If it fails, the next page or the service worker deletes it.
    await storage.deleteHidden().catch(() => undefined);
  };

  return {
    removed,
    async remove(recordings) {
      const endUse = await useMedia({ ranges: recordings.flatMap(({ ranges }) => ranges) });
      try {
        await storage.hide(recordings.map(({ id }) => id));
      } catch (error) {
        await endUse();
        throw error;
      }
      const before = pending;
      show({ recordings, endUse });
      if (before !== undefined) void end(before);
    },
    async undo() {
      const known = pending;
      if (known === undefined) return false;
      // Whichever of `undo` and `settle` comes second finds nothing to do.
      pending = undefined;
      try {
        const isBack = await storage.unhide(known.recordings.map(({ id }) => id));
        if (pending === undefined) show(undefined);
        await known.endUse();
        return isBack;
      } catch (error) {
        // The user can try again, unless something else was removed meanwhile.
        if (pending === undefined) show(known);
        else void end(known);
        throw error;
      }
    },
    async settle() {
      const known = pending;
      if (known === undefined) return;
      show(undefined);
      await end(known);
    },
  };
}
