import { locale, plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { formatSize } from '../ui/formats';
import styles from './library-header.module.css';
import type { Library } from './model';

interface LibraryHeaderProps {
  readonly library: Library;
  readonly openSetup: () => Promise<void>;
}

/** The title, the number and size of the recordings, and the way to the setup page. */
export function LibraryHeader({ library, openSetup }: LibraryHeaderProps) {
  const { value: recordings = [] } = library.recordings;
  const bytes = recordings.reduce((sum, recording) => sum + recording.bytes, 0);
  return (
    <header class={styles.header}>
      <h1 tabIndex={-1}>{t('libraryHeading')}</h1>
      {recordings.length > 0 && (
        <p>{t('libraryTotal', plural('recordings', recordings.length), formatSize(bytes, locale()))}</p>
      )}
      <Button kind="plain" onClick={() => void openSetup()}>
        {t('openSetup')}
      </Button>
    </header>
  );
}
