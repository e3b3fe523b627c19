import type { RecordingId } from '../../domain/recording';
import type { Rescue } from '../../domain/snapshot';
import { holdLock, mediaLock } from '../../storage/locks';

/** Keeps the unsaved data of recordings in memory until the user has saved or discarded it. */
export interface RescueShelf {
  readonly rescues: readonly Rescue[];
  keep(rescue: Rescue): void;
  /** Frees the memory. */
  forget(id: RecordingId): void;
}

/** An empty shelf. */
export function createRescueShelf(hold: typeof holdLock = holdLock): RescueShelf {
  let rescues: readonly Rescue[] = [];
  const releases = new Map<string, Promise<() => void>>();
  return {
    get rescues() {
      return rescues;
    },
    keep(rescue) {
      rescues = [...rescues, rescue];
      // The file refers to slices on disk: they must not be deleted meanwhile. If the lock is refused, they may be.
      const lock = hold(mediaLock(rescue.recordingId), 'shared');
      releases.set(
        rescue.url,
        lock.catch(() => () => undefined),
      );
    },
    forget(id) {
      for (const { recordingId, url } of rescues) {
        if (recordingId !== id) continue;
        URL.revokeObjectURL(url);
        void releases.get(url)?.then((release) => release());
        releases.delete(url);
      }
      rescues = rescues.filter(({ recordingId }) => recordingId !== id);
    },
  };
}
