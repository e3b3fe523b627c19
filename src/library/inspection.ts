import { type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import type { Recording, RecordingId } from '../domain/recording';

/** What is known of the damage to recordings. */
export interface Inspection {
  readonly damages: ReadonlySignal<ReadonlyMap<RecordingId, Damage>>;
  /** Looks at those that were not looked at yet; one that is still being written is left alone. */
  look(recordings: readonly Recording[]): Promise<void>;
}

/** Nothing is looked at yet. @param inspect calls back with each that is damaged */
export function createInspection(
  inspect: (
    recordings: readonly Recording[],
    found: (id: RecordingId, damage: Damage) => void,
  ) => Promise<void>,
): Inspection {
  const damages = signal<ReadonlyMap<RecordingId, Damage>>(new Map());
  const seen = new Set<string>();
  return {
    damages,
    async look(recordings) {
      const fresh = recordings.filter(({ id, state }) => state !== 'recording' && !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      if (fresh.length === 0) return;
      await inspect(fresh, (id, damage) => {
        damages.value = new Map([...damages.value, [id, damage]]);
      });
    },
  };
}
