import { useEffect, useState } from 'preact/hooks';
import { t } from '../extension/i18n';
import type { Shortcuts } from '../extension/shortcuts';
import styles from './empty-library.module.css';

/** How to make the first recording. */
export function EmptyLibrary({ shortcuts }: { readonly shortcuts: Promise<Shortcuts> }) {
  const [key, setKey] = useState<string>();
  useEffect(() => {
    void shortcuts.then(({ toggleRecording }) => setKey(toggleRecording));
  }, [shortcuts]);
  return (
    <section class={styles.empty} aria-labelledby="empty-title">
      <span class={styles.mark} aria-hidden="true" />
      <h2 id="empty-title">{t('libraryEmpty')}</h2>
      <p>{t('libraryEmptyHint')}</p>
      {key !== undefined && <p>{t('libraryEmptyKey', key)}</p>}
    </section>
  );
}
