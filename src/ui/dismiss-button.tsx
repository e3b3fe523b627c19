import { t } from '../extension/i18n';
import styles from './dismiss-button.module.css';
import { Icon } from './icon';

/** A cross in the upper right corner of its box, which must be positioned and leave 40 px for it. */
export function DismissButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <button type="button" class={styles.dismiss} aria-label={t('dismiss')} onClick={onClick}>
      <Icon name="close" />
    </button>
  );
}
