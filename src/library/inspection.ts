import { type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import type { Recording, RecordingId } from '../domain/recording';
import type { IdleTask } from './idle-work';

/** Looks at recordings, and tells what is wrong with each; it ends soon once the signal says so. */
export type Inspect = (
  recordings: readonly Recording[],
  looked: (id: RecordingId, damage: Damage | undefined) => void,
  signal: AbortSignal,
) => Promise<void>;

/** What is known of the damage to recordings. */
export interface Inspection {
  readonly damages: ReadonlySignal<ReadonlyMap<RecordingId, Damage>>;
  /** Looks, once there is time, at those that nobody has looked at yet; one that is still being written is left alone. */
  look(recordings: readonly Recording[]): void;
  /** What was found, by whomever, of a recording. */
  note(id: RecordingId, damage: Damage | undefined): void;
}

/** Nothing is looked at yet. @param whenIdle does a task once there is time for it */
export function createInspection(inspect: Inspect, whenIdle: (task: IdleTask) => void): Inspection {
  const damages = signal<ReadonlyMap<RecordingId, Damage>>(new Map());
  const seen = new Set<RecordingId>();
  const asked = new Set<RecordingId>();

  const note = (id: RecordingId, damage: Damage | undefined) => {
    seen.add(id);
    const known = new Map(damages.value);
    if (damage === undefined ? !known.delete(id) : !known.set(id, damage)) return;
    damages.value = known;
  };

  return {
    damages,
    note,
    look(recordings) {
      const fresh = recordings.filter(
        ({ id, state, isIntact }) => state !== 'recording' && isIntact !== true && !asked.has(id),
      );
      for (const { id } of fresh) asked.add(id);
      if (fresh.length === 0) return;
      whenIdle(async (interrupted) => {
        const left = fresh.filter(({ id }) => !seen.has(id));
        if (left.length > 0) await inspect(left, note, interrupted);
      });
    },
  };
}
