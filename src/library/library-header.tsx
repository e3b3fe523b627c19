import { isPart } from '../domain/clip';
import { plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { DiskBar } from './disk-bar';
import styles from './library-header.module.css';
import type { Library } from './model';
import { OpenFile } from './open-file';
import type { OpenedFiles } from './opened-files';

interface LibraryHeaderProps {
  readonly library: Library;
  readonly files: OpenedFiles;
  readonly openSetup: () => Promise<void>;
}

/** The title, the number of recordings, how the disk is used, and the way to the setup page. */
export function LibraryHeader({ library, files, openSetup }: LibraryHeaderProps) {
  const { value: recordings = [] } = library.recordings;
  const { value: diskUse } = library.diskUse;
  return (
    <header class={styles.header}>
      <h1 tabIndex={-1}>{t('libraryHeading')}</h1>
      {recordings.length > 0 && <p>{plural('recordings', recordings.length)}</p>}
      <div class={styles.actions}>
        <OpenFile files={files} />
        <Button kind="plain" onClick={() => void openSetup()}>
          {t('openSetup')}
        </Button>
      </div>
      {recordings.length > 0 && diskUse !== undefined && <DiskBar use={diskUse} />}
      {recordings.some(isPart) && <p class={styles.note}>{t('diskShared')}</p>}
    </header>
  );
}
