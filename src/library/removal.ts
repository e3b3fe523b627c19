import { type ReadonlySignal, signal } from '@preact/signals';
import type { Recording, RecordingId } from '../domain/recording';
import type { EndUse } from './media-use';

/** How long a deletion can be undone, in ms. */
export const undoMs = 10_000;

/** What a removal needs from outside. */
export interface RemovalOptions {
  readonly storage: {
    hide(id: RecordingId): Promise<boolean>;
    unhide(id: RecordingId): Promise<boolean>;
    /** Deletes what is hidden and not in use. */
    deleteHidden(): Promise<void>;
  };
  /** Keeps every page from deleting it for good. */
  readonly useMedia: (id: RecordingId) => Promise<EndUse>;
}

/** Recordings on their way out, which can still be brought back. */
export interface Removal {
  /** The oldest first. */
  readonly removed: ReadonlySignal<readonly Recording[]>;
  /** Hides a recording now, and deletes it after 10 s. */
  remove(recording: Recording): Promise<void>;
  /** Brings it back, where it is not too late. @returns whether it is there again */
  undo(id: RecordingId): Promise<boolean>;
}

/** Nothing is removed yet. A page that is closed leaves the deletion to the next one, or to the service worker. */
export function createRemoval({ storage, useMedia }: RemovalOptions): Removal {
  const removed = signal<readonly Recording[]>([]);
  const pending = new Map<
    RecordingId,
    { readonly endUse: EndUse; readonly timer: ReturnType<typeof setTimeout> }
  >();

  /** From here on the other of `undo` and the timer comes too late. */
  const settle = (id: RecordingId): EndUse | undefined => {
    const known = pending.get(id);
    clearTimeout(known?.timer);
    pending.delete(id);
    removed.value = removed.value.filter((recording) => recording.id !== id);
    return known?.endUse;
  };

  const end = async (id: RecordingId) => {
    await settle(id)?.();
    await storage.deleteHidden();
  };

  return {
    removed,
    async remove(recording) {
      const { id } = recording;
      const endUse = await useMedia(id);
      try {
        await storage.hide(id);
      } catch (error) {
        await endUse();
        throw error;
      }
      // What fails now is done by the next page, or by the service worker.
      const timer = setTimeout(() => void end(id).catch(() => undefined), undoMs);
      pending.set(id, { endUse, timer });
      removed.value = [...removed.value, recording];
    },
    async undo(id) {
      const endUse = settle(id);
      if (endUse === undefined) return false;
      try {
        return await storage.unhide(id);
      } finally {
        await endUse();
      }
    },
  };
}
