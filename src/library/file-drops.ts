import type { Offered } from './opened-files';

interface DropDeps {
  readonly setOver: (isOver: boolean) => void;
  readonly open: (offered: readonly Offered[]) => void;
}

/** Follows files that are dragged over the page. @returns stops it */
export function followDrops({ setOver, open }: DropDeps, page: Pick<Window, 'addEventListener'>): () => void {
  const end = new AbortController();
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const { signal } = end;
  page.addEventListener('dragenter', over, { signal });
  page.addEventListener('dragover', over, { signal });
  // It has left the window, not only an element of the page.
  page.addEventListener('dragleave', ({ relatedTarget }) => relatedTarget === null && setOver(false), {
    signal,
  });
  // A player keeps the drop of a caption file to itself.
  page.addEventListener('drop', () => setOver(false), { signal, capture: true });
  page.addEventListener(
    'drop',
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
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
