import { locale, type MessageKey, t } from '../extension/i18n';
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
      <label class={styles.order}>
        <span>{t('sortBy')}</span>
        <select
          value={library.order.value}
          onChange={(event) => library.sort(event.currentTarget.value as Order)}
        >
          {orders.map((order) => (
            <option key={order} value={order}>
              {t(orderNames[order])}
            </option>
          ))}
        </select>
      </label>
      <p class={styles.found} role="status">
        {isSearching &&
          (shown.length === 0
            ? t('foundNone', isolate(query.trim()))
            : t('found', ...[shown.length, all.length].map((count) => count.toLocaleString(locale()))))}
      </p>
    </search>
  );
}
