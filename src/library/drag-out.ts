import type { DraggedFile, PreparedDrag } from './hand-over';

/** What has a use of its own, and doesn’t drag the row. */
const controls = 'a, button, dialog, form, input, label, section, select, summary, textarea, [role="slider"]';

/** A row with the button down on it. */
interface PressedRow {
  readonly row: HTMLElement;
  readonly prepared: PreparedDrag;
  /** Once it is ready. */
  file?: DraggedFile;
  /** Whether the user has begun to drag before it was. */
  isAwaited: boolean;
  isOver: boolean;
}

/**
 * Lets the user drag a recording, by its row, to another app or folder. The file is made when the button goes down: it
 * must be there when the drag begins. If it isn't yet, it is made to its end, and the next attempt succeeds.
 *
 * @param root contains the rows: an `article` with the id of its recording each
 * @param prepare makes the file of a recording; `undefined` if it isn't known
 */
export function enableDragOut(root: EventTarget, prepare: (id: string) => PreparedDrag | undefined): void {
  let pressed: PressedRow | undefined;

  const end = (wasDragged: boolean) => {
    if (pressed === undefined) return;
    const { row, prepared, file, isAwaited } = pressed;
    pressed.isOver = true;
    pressed = undefined;
    row.removeAttribute('draggable');
    if (file !== undefined) file.end(wasDragged);
    else if (!isAwaited) prepared.cancel();
  };

  root.addEventListener('pointerdown', (event) => {
    const { target, button, pointerType } = event as PointerEvent;
    end(false);
    const row = target instanceof Element ? target.closest('article') : null;
    if (row === null || button !== 0 || pointerType !== 'mouse') return;
    if ((target as Element).closest(controls) !== null) return;
    const prepared = prepare(row.id);
    if (prepared === undefined) return;
    const now: PressedRow = { row, prepared, isAwaited: false, isOver: false };
    pressed = now;
    row.draggable = true;
    void prepared.file.then((file) => {
      if (file === undefined) return;
      if (now.isOver) file.end(false);
      else now.file = file;
    });
  });
  root.addEventListener('pointerup', () => end(false));
  root.addEventListener('dragstart', (event) => {
    const { dataTransfer, target } = event as DragEvent;
    if (pressed === undefined || target !== pressed.row) return;
    if (pressed.file === undefined || dataTransfer === null) {
      event.preventDefault();
      pressed.isAwaited = true;
      pressed.prepared.show();
      return;
    }
    dataTransfer.setData('DownloadURL', pressed.file.downloadUrl);
    dataTransfer.effectAllowed = 'copy';
  });
  root.addEventListener('dragend', () => end(true));
}
