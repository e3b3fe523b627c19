import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Recording } from '../domain/recording';
import { findRecordings, type Order, type SortDeps, sortRecordings } from './search';

/** The recordings that were searched for, in the order that was chosen. */
export interface Found {
  /** `undefined` until the recordings are read. */
  readonly found: ReadonlySignal<readonly Recording[] | undefined>;
  /** What was searched for. */
  readonly query: ReadonlySignal<string>;
  readonly order: ReadonlySignal<Order>;
  /** Shows the recordings whose names contain each word of the query. */
  search(query: string): void;
  sort(order: Order): void;
}

/**
 * All of them, the newest first. They are searched and sorted again when they change, not with each snapshot of the
 * recorder, several of which come each second.
 */
export function createFound(all: ReadonlySignal<readonly Recording[] | undefined>, deps: SortDeps): Found {
  const query = signal('');
  const order = signal<Order>('newest');
  return {
    found: computed(
      () =>
        all.value && sortRecordings(findRecordings(all.value, query.value, deps.nameOf), order.value, deps),
    ),
    query,
    order,
    search(text) {
      query.value = text;
    },
    sort(chosen) {
      order.value = chosen;
    },
  };
}
