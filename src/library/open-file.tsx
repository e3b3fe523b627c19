import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { followDrops } from './file-drops';
import styles from './open-file.module.css';
import type { OpenedFiles } from './opened-files';

interface OpenFileProps {
  readonly files: OpenedFiles;
}

/** Opens files from outside: by a button, or dropped anywhere on the page. */
export function OpenFile({ files }: OpenFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  // As soon as the button is there.
  useLayoutEffect(() => followDrops({ setOver, open: files.open }, window), []);
  return (
    <>
      <Button kind="quiet" icon={<Icon name="openFile" />} onClick={() => input.current?.click()}>
        {t('openFile')}
      </Button>
      <input
        ref={input}
        type="file"
        class={styles.input}
        accept="video/webm,video/mp4,audio/webm,audio/mp4,video/x-matroska,.webm,.mkv,.mka,.mp4,.m4a,.m4v,.mov"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])];
          // The same file can be chosen again.
          currentTarget.value = '';
          files.open(chosen.map((file) => ({ name: file.name, file })));
        }}
      />
      {isOver && (
        <div class={styles.drop} aria-hidden="true">
          <p>{t('openDrop')}</p>
        </div>
      )}
    </>
  );
}
