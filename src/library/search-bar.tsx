import { locale, type MessageKey, t } from '../extension/i18n';
import { SelectField } from '../ui/fields';
import { isolate } from '../ui/isolate';
import type { Library } from './model';
import { type Order, orders } from './search';
import styles from './search-bar.module.css';

const orderNames: Record<Order, MessageKey> = {
  newest: 'orderNewest',
  oldest: 'orderOldest',
  longest: 'orderLongest',
  largest: 'orderLargest',
  name: 'orderName',
};

/** Searches as you type, and sorts; nothing without recordings. */
export function SearchBar({ library }: { readonly library: Library }) {
  const { value: all = [] } = library.recordings;
  const { value: shown = [] } = library.shown;
  const { value: query } = library.query;
  if (all.length === 0) return null;
  const isSearching = query.trim() !== '';
  return (
    <search class={styles.bar}>
      <input
        type="search"
        class={styles.query}
        aria-label={t('searchRecordings')}
        placeholder={t('searchRecordings')}
        value={query}
        spellcheck={false}
        onInput={(event) => library.search(event.currentTarget.value)}
      />
      <div class={styles.order}>
        <SelectField
          id="order"
          label={t('sortBy')}
          value={library.order.value}
          options={orders.map((order) => ({ value: order, label: t(orderNames[order]) }))}
          onChange={(order) => library.sort(order as Order)}
        />
      </div>
      <p class={styles.found} role="status">
        {isSearching &&
          (shown.length === 0
            ? t('foundNone', isolate(query.trim()))
            : t('found', ...[shown.length, all.length].map((count) => count.toLocaleString(locale()))))}
      </p>
    </search>
  );
}
