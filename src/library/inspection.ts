import { type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import type { Recording, RecordingId } from '../domain/recording';
import type { IdleTask } from './idle-work';

/** Inspects recordings, and reports the damage to each; it ends soon after the signal aborts. */
export type Inspect = (
  recordings: readonly Recording[],
  report: (id: RecordingId, damage: Damage | undefined) => void,
  signal: AbortSignal,
) => Promise<void>;

/** The known damage to recordings. */
export interface Inspection {
  readonly damages: ReadonlySignal<ReadonlyMap<RecordingId, Damage>>;
  /** Inspects those that haven't been inspected, once there is time; not those that are still being written. */
  look(recordings: readonly Recording[]): void;
  /** Records the damage found in a recording, or that there is none. */
  note(id: RecordingId, damage: Damage | undefined): void;
}

/** Nothing is inspected yet. @param whenIdle runs a task once there is time for it */
export function createInspection(inspect: Inspect, whenIdle: (task: IdleTask) => void): Inspection {
  const damages = signal<ReadonlyMap<RecordingId, Damage>>(new Map());
  const seen = new Set<RecordingId>();
  const queued = new Set<RecordingId>();

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
        ({ id, state, isIntact }) => state !== 'recording' && isIntact !== true && !queued.has(id),
      );
      for (const { id } of fresh) queued.add(id);
      if (fresh.length === 0) return;
      whenIdle(async (interrupted) => {
        const left = fresh.filter(({ id }) => !seen.has(id));
        if (left.length > 0) await inspect(left, note, interrupted);
      });
    },
  };
}
