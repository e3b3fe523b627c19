import type { RecordingId } from '../../domain/recording';
import type { Rescue } from '../../domain/snapshot';
import { holdLock, mediaLock } from '../../storage/locks';

/** What could not be written to disk, kept until the person has it or does not want it. */
export interface RescueShelf {
  readonly rescues: readonly Rescue[];
  keep(rescue: Rescue): void;
  /** Frees the memory. */
  forget(id: RecordingId): void;
}

/** An empty shelf. */
export function createRescueShelf(hold: typeof holdLock = holdLock): RescueShelf {
  let rescues: readonly Rescue[] = [];
  const held = new Map<string, Promise<() => void>>();
  return {
    get rescues() {
      return rescues;
    },
    keep(rescue) {
      rescues = [...rescues, rescue];
      // The slices on disk are part of it: they must not be deleted meanwhile.
      held.set(rescue.url, hold(mediaLock(rescue.recordingId), 'shared'));
    },
    forget(id) {
      for (const { recordingId, url } of rescues) {
        if (recordingId !== id) continue;
        URL.revokeObjectURL(url);
        void held.get(url)?.then((release) => release());
        held.delete(url);
      }
      rescues = rescues.filter(({ recordingId }) => recordingId !== id);
    },
  };
}
