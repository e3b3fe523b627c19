import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import type { Popup } from './model/model';
import { limitText, statusOf } from './model/status-text';
import styles from './popup-header.module.css';

/** The state in a word, always in the same place, and the way to the library. */
export function PopupHeader({ popup }: { readonly popup: Popup }) {
  const { session } = popup.snapshot.value;
  const hasFailed = popup.failure.value !== undefined;
  const { text, tone } = statusOf(popup.snapshot.value, popup.source.value, popup.access.value, hasFailed);
  return (
    <header class={styles.header}>
      <span class={styles.dot} data-state={session.state} aria-hidden="true" />
      <div class={styles.title}>
        <h1>{t('extensionName')}</h1>
        <p role="status" class={styles.status} data-state={tone}>
          {popup.ready.value && t(text, ...limitText(session, locale(), t))}
        </p>
      </div>
      <Button kind="plain" icon={<Icon name="library" />} onClick={() => popup.openLibrary()}>
        {t('openLibrary')}
      </Button>
    </header>
  );
}
