import { useRef } from 'preact/hooks';
import { locale, type MessageKey, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { SelectField } from '../ui/fields';
import { isolate } from '../ui/isolate';
import { isFiltering, type StateFilter, sourceFilters, stateFilters } from './filters';
import { useFindKey } from './find-key';
import type { Library } from './model';
import { type Order, orders } from './search';
import styles from './search-bar.module.css';
import { sourceNames } from './source-names';

const orderNames: Record<Order, MessageKey> = {
  newest: 'orderNewest',
  oldest: 'orderOldest',
  longest: 'orderLongest',
  largest: 'orderLargest',
  name: 'orderName',
};

const stateFilterNames: Record<StateFilter, MessageKey> = {
  all: 'filterAnyState',
  complete: 'stateComplete',
  interrupted: 'stateInterrupted',
  problem: 'filterProblem',
};

/** Searches as you type, filters, and sorts; nothing without recordings. */
export function SearchBar({ library }: { readonly library: Library }) {
  const search = useRef<HTMLInputElement>(null);
  useFindKey(search);
  const { value: all = [] } = library.recordings;
  const { value: shown = [] } = library.shown;
  const { value: query } = library.query;
  const { value: filters } = library.filters;
  if (all.length === 0) return null;
  const isSearching = query.trim() !== '';
  const isNarrowed = isSearching || isFiltering(filters);
  return (
    <search class={styles.bar}>
      <input
        ref={search}
        type="search"
        class={styles.query}
        aria-label={t('searchRecordings')}
        placeholder={t('searchRecordings')}
        value={query}
        spellcheck={false}
        onInput={(event) => library.search(event.currentTarget.value)}
      />
      <div class={styles.choices}>
        <SelectField
          id="source-filter"
          label={t('sourceLabel')}
          value={filters.source}
          options={sourceFilters.map((source) => ({
            value: source,
            label: t(source === 'all' ? 'filterAnySource' : sourceNames[source]),
          }))}
          onChange={(source) => library.filter({ source })}
        />
        <SelectField
          id="state-filter"
          label={t('state')}
          value={filters.state}
          options={stateFilters.map((state) => ({ value: state, label: t(stateFilterNames[state]) }))}
          onChange={(state) => library.filter({ state })}
        />
        <SelectField
          id="order"
          label={t('sortBy')}
          value={library.order.value}
          options={orders.map((order) => ({ value: order, label: t(orderNames[order]) }))}
          onChange={(order) => library.sort(order)}
        />
      </div>
      <p class={styles.found} role="status">
        {isNarrowed &&
          (shown.length > 0
            ? t('found', ...[shown.length, all.length].map((count) => count.toLocaleString(locale())))
            : isFiltering(filters)
              ? t('foundNoneFiltered')
              : t('foundNone', isolate(query.trim())))}
      </p>
      {isNarrowed && shown.length === 0 && (
        <Button
          kind="quiet"
          onClick={() => {
            library.showAll();
            search.current?.focus();
          }}
        >
          {t('showAll')}
        </Button>
      )}
    </search>
  );
}
