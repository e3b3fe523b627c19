import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Damage } from '../domain/damage';
import type { Recording, RecordingId } from '../domain/recording';
import { type Filters, filterRecordings, noFilters } from './filters';
import { findRecordings, type Order, type SortDeps, sortRecordings } from './search';

/** The recordings that were searched for and filtered, in the order that was chosen. */
export interface SearchResults {
  /** `undefined` until the recordings are read. */
  readonly results: ReadonlySignal<readonly Recording[] | undefined>;
  /** What was searched for. */
  readonly query: ReadonlySignal<string>;
  readonly order: ReadonlySignal<Order>;
  readonly filters: ReadonlySignal<Filters>;
  /** Shows the recordings whose names or dates contain each word of the query. */
  search(query: string): void;
  sort(order: Order): void;
  filter(change: Partial<Filters>): void;
  /** Shows all of them again, in the same order. */
  showAll(): void;
}

/** What searching needs from outside. */
export interface SearchResultsDeps extends SortDeps {
  /** What a search looks through. */
  readonly searchTextOf: (recording: Recording) => string;
  readonly all: ReadonlySignal<readonly Recording[] | undefined>;
  readonly damages: ReadonlySignal<ReadonlyMap<RecordingId, Damage>>;
}

/**
 * All of them, the newest first. They are searched and sorted again when they change, not with each snapshot of the
 * recorder, several of which come each second.
 */
export function createSearchResults(deps: SearchResultsDeps): SearchResults {
  const query = signal('');
  const order = signal<Order>('newest');
  const filters = signal(noFilters);
  return {
    results: computed(() => {
      const { value: all } = deps.all;
      if (all === undefined) return undefined;
      const matching = findRecordings(all, query.value, deps.searchTextOf);
      return sortRecordings(filterRecordings(matching, filters.value, deps.damages.value), order.value, deps);
    }),
    query,
    order,
    filters,
    search(text) {
      query.value = text;
    },
    sort(chosen) {
      order.value = chosen;
    },
    filter(change) {
      filters.value = { ...filters.value, ...change };
    },
    showAll() {
      query.value = '';
      filters.value = noFilters;
    },
  };
}
