import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import styles from './open-file.module.css';
import type { Offered, OpenedFiles } from './opened-files';

interface OpenFileProps {
  readonly files: OpenedFiles;
}

/** Opens files from outside: by a button, or dropped anywhere on the page. */
export function OpenFile({ files }: OpenFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  // As soon as the button is there.
  useLayoutEffect(() => followDrops({ setOver, open: files.open }), []);
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

interface DropDeps {
  readonly setOver: (isOver: boolean) => void;
  readonly open: (offered: readonly Offered[]) => void;
}

/** Follows files that are dragged over the page. @returns stops it */
function followDrops({ setOver, open }: DropDeps): () => void {
  const end = new AbortController();
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const { signal } = end;
  addEventListener('dragenter', over, { signal });
  addEventListener('dragover', over, { signal });
  // It has left the window, not only an element of the page.
  addEventListener('dragleave', ({ relatedTarget }) => relatedTarget === null && setOver(false), { signal });
  addEventListener(
    'drop',
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      open(offeredIn(event.dataTransfer));
    },
    { signal },
  );
  return () => end.abort();
}

function offeredIn(transfer: DataTransfer | null): Offered[] {
  return [...(transfer?.items ?? [])].flatMap((item) => {
    const file = item.getAsFile();
    if (file === null) return [];
    const isFolder = item.webkitGetAsEntry()?.isDirectory === true;
    return [isFolder ? { name: file.name } : { name: file.name, file }];
  });
}
