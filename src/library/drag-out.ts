import type { DraggedFile } from './hand-over';

/** What is used by itself, and therefore not to drag the row. */
const controls = 'a, button, dialog, form, input, label, select, summary, textarea, video, [role="slider"]';

/**
 * Lets the user drag a recording, by its row, to another app or folder. The file is made when the button goes down: it
 * must be there when the drag begins.
 *
 * @param root contains the rows: an `article` with the id of its recording each
 * @param prepare makes the file of a recording
 */
export function enableDragOut(
  root: EventTarget,
  prepare: (id: string) => Promise<DraggedFile | undefined>,
): void {
  let pressed: { readonly row: HTMLElement; file?: DraggedFile; isOver: boolean } | undefined;

  const end = (wasDragged: boolean) => {
    if (pressed === undefined) return;
    pressed.isOver = true;
    pressed.row.removeAttribute('draggable');
    pressed.file?.end(wasDragged);
    pressed = undefined;
  };

  root.addEventListener('pointerdown', (event) => {
    const { target, button, pointerType } = event as PointerEvent;
    end(false);
    const row = target instanceof Element ? target.closest('article') : null;
    if (row === null || button !== 0 || pointerType !== 'mouse') return;
    if ((target as Element).closest(controls) !== null) return;
    const now: NonNullable<typeof pressed> = { row, isOver: false };
    pressed = now;
    row.draggable = true;
    void prepare(row.id).then((file) => {
      if (file === undefined) return;
      if (now.isOver) file.end(false);
      else now.file = file;
    });
  });
  root.addEventListener('pointerup', () => end(false));
  root.addEventListener('dragstart', (event) => {
    const { dataTransfer, target } = event as DragEvent;
    if (target !== pressed?.row) return;
    // It is ready a moment later: the next attempt succeeds.
    if (pressed?.file === undefined || dataTransfer === null) return event.preventDefault();
    dataTransfer.setData('DownloadURL', pressed.file.downloadUrl);
    dataTransfer.effectAllowed = 'copy';
  });
  root.addEventListener('dragend', () => end(true));
}
