import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Recording, RecordingId } from '../domain/recording';

/** Recordings that the user has ticked. */
export interface Selection {
  /** Also those that a search or a filter hides now. */
  readonly ticked: ReadonlySignal<ReadonlySet<RecordingId>>;
  /** Those of them that are shown, in order: the actions apply to these. */
  readonly selected: ReadonlySignal<readonly Recording[]>;
  /** Ticks or unticks a recording. @param isRange the same for all between it and the one that was ticked before */
  select(id: RecordingId, isTicked: boolean, isRange: boolean): void;
  /** Ticks all that are shown. */
  selectAll(): void;
  clearSelection(): void;
}

/** Nothing is ticked yet. @param shown those that were searched for and filtered, in order */
export function createSelection(shown: ReadonlySignal<readonly Recording[] | undefined>): Selection {
  const ticked = signal<ReadonlySet<RecordingId>>(new Set());
  let anchor: RecordingId | undefined;

  const idsBetween = (one: RecordingId, other: RecordingId | undefined): readonly RecordingId[] => {
    const ids = shown.value?.map(({ id }) => id) ?? [];
    const ends = [ids.indexOf(one), other === undefined ? -1 : ids.indexOf(other)];
    const [first = -1, last = -1] = ends.sort((a, b) => a - b);
    return first < 0 ? [one] : ids.slice(first, last + 1);
  };

  return {
    ticked,
    selected: computed(() =>
      ticked.value.size === 0 ? [] : (shown.value?.filter(({ id }) => ticked.value.has(id)) ?? []),
    ),
    select(id, isTicked, isRange) {
      const next = new Set(ticked.value);
      for (const each of isRange ? idsBetween(id, anchor) : [id]) {
        if (isTicked) next.add(each);
        else next.delete(each);
      }
      anchor = id;
      ticked.value = next;
    },
    selectAll() {
      ticked.value = new Set([...ticked.value, ...(shown.value ?? []).map(({ id }) => id)]);
    },
    clearSelection() {
      anchor = undefined;
      ticked.value = new Set();
    },
  };
}
