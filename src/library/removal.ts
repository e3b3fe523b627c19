import { type ReadonlySignal, signal } from '@preact/signals';
import type { Recording, RecordingId } from '../domain/recording';
import type { EndUse } from '../storage/locks';

/** How long a deletion can be undone, in ms. */
export const undoMs = 10_000;

/** What a removal needs from outside. */
export interface RemovalDeps {
  readonly storage: {
    hide(id: RecordingId): Promise<boolean>;
    unhide(id: RecordingId): Promise<boolean>;
    /** Deletes what is hidden and not in use. */
    deleteHidden(): Promise<void>;
  };
  /** Keeps every page from deleting it for good. */
  readonly useMedia: (recording: Recording) => Promise<EndUse>;
}

/** Deleted recordings that can still be restored. */
export interface Removal {
  /** The oldest first. */
  readonly removed: ReadonlySignal<readonly Recording[]>;
  /** Hides a recording now, and deletes it after 10 s. */
  remove(recording: Recording): Promise<void>;
  /**
   * Restores it, unless it is too late.
   *
   * @returns whether it was restored
   * @throws DOMException if the disk refuses; it can be undone for 10 s more
   */
  undo(id: RecordingId): Promise<boolean>;
}

/** Nothing is removed yet. A page that is closed leaves the deletion to the next one, or to the service worker. */
export function createRemoval({ storage, useMedia }: RemovalDeps): Removal {
  const removed = signal<readonly Recording[]>([]);
  const pending = new Map<
    RecordingId,
    { readonly endUse: EndUse; readonly timer: ReturnType<typeof setTimeout> }
  >();

  /** Whichever of `undo` and the timer comes second finds nothing to do. */
  const settle = async (id: RecordingId) => {
    const known = pending.get(id);
    pending.delete(id);
    removed.value = removed.value.filter((recording) => recording.id !== id);
    await known?.endUse();
  };

  const end = async (id: RecordingId) => {
    await settle(id);
    await storage.deleteHidden();
  };

  const wait = (id: RecordingId, endUse: EndUse) => {
    clearTimeout(pending.get(id)?.timer);
    // If it fails, the next page or the service worker deletes it.
    pending.set(id, { endUse, timer: setTimeout(() => void end(id).catch(() => undefined), undoMs) });
  };

  return {
    removed,
    async remove(recording) {
      const { id } = recording;
      const endUse = await useMedia(recording);
      try {
        await storage.hide(id);
      } catch (error) {
        await endUse();
        throw error;
      }
      wait(id, endUse);
      removed.value = [...removed.value, recording];
    },
    async undo(id) {
      const known = pending.get(id);
      if (known === undefined) return false;
      clearTimeout(known.timer);
      try {
        const isBack = await storage.unhide(id);
        await settle(id);
        return isBack;
      } catch (error) {
        // The user can try again.
        wait(id, known.endUse);
        throw error;
      }
    },
  };
}
