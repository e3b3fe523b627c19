import type { Damage } from '../domain/damage';
import type { MediaSource } from '../domain/media';
import type { Recording, RecordingId } from '../domain/recording';

/** The sources of recordings that can be chosen; `all` is any, also an unknown one. */
export const sourceFilters = [
  'all',
  'tab',
  'picker',
  'camera',
  'microphone',
  'file',
] as const satisfies readonly ('all' | MediaSource)[];

/** One of the {@link sourceFilters}. */
export type SourceFilter = (typeof sourceFilters)[number];

/** `complete`: without a flaw; `interrupted`: its recorder died; `problem`: it failed, has gaps, or is damaged. */
export const stateFilters = ['all', 'complete', 'interrupted', 'problem'] as const;

/** One of the {@link stateFilters}. */
export type StateFilter = (typeof stateFilters)[number];

/** Which recordings are shown. */
export interface Filters {
  readonly source: SourceFilter;
  readonly state: StateFilter;
}

/** Shows all. */
export const noFilters: Filters = { source: 'all', state: 'all' };

/** Whether some recordings may be left out. */
export function isFiltering({ source, state }: Filters): boolean {
  return source !== 'all' || state !== 'all';
}

/** The recordings that pass the filters, in the same order. @param damages the known damage to them */
export function filterRecordings(
  recordings: readonly Recording[],
  filters: Filters,
  damages: ReadonlyMap<RecordingId, Damage>,
): readonly Recording[] {
  if (!isFiltering(filters)) return recordings;
  const { source, state } = filters;
  return recordings.filter(
    (recording) =>
      (source === 'all' || recording.source === source) &&
      (state === 'all' || isIn(state, recording, damages.has(recording.id))),
  );
}

function isIn(state: Exclude<StateFilter, 'all'>, recording: Recording, isDamaged: boolean): boolean {
  const hasProblem = isDamaged || recording.failure !== undefined || (recording.marks ?? []).length > 0;
  switch (state) {
    case 'complete':
      return recording.state === 'complete' && !hasProblem;
    case 'interrupted':
      return recording.state === 'interrupted';
    case 'problem':
      return hasProblem;
  }
}
