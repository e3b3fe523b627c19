import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { enableDragOut } from './drag-out';
import type { DraggedFile } from './hand-over';

/** A row, and what is in it. */
class TestElement extends EventTarget {
  readonly id = 'a';
  draggable = false;
  isControl = false;
  closest(selector: string) {
    return selector === 'article' || this.isControl ? this : null;
  }
  removeAttribute() {
    this.draggable = false;
  }
}

beforeEach(() => void vi.stubGlobal('Element', TestElement));
afterEach(() => void vi.unstubAllGlobals());

function setUp() {
  const row = new TestElement();
  const file = { downloadUrl: 'video/webm:a.webm:blob:1', end: vi.fn() };
  let finish: (file: DraggedFile | undefined) => void = () => undefined;
  const made = new Promise<DraggedFile | undefined>((resolve) => {
    finish = resolve;
  });
  const prepared = { file: made, show: vi.fn(), cancel: vi.fn() };
  const prepare = vi.fn((_id: string) => prepared);
  enableDragOut(row, prepare);
  const fire = (type: string, values: object = {}) => {
    const event = new Event(type, { cancelable: true });
    row.dispatchEvent(Object.assign(event, { button: 0, pointerType: 'mouse', ...values }));
    return event;
  };
  return { row, file, prepared, prepare, finish, fire };
}

it('carries the file that was made when the button went down', async () => {
  const { row, file, prepared, finish, fire } = setUp();
  fire('pointerdown');
  expect(row.draggable).toBe(true);
  finish(file);
  await prepared.file;
  const setData = vi.fn();
  expect(fire('dragstart', { dataTransfer: { setData } }).defaultPrevented).toBe(false);
  expect(setData).toHaveBeenCalledWith('DownloadURL', file.downloadUrl);
  fire('dragend');
  expect(file.end).toHaveBeenCalledExactlyOnceWith(true);
  expect(row.draggable).toBe(false);
  expect(prepared.cancel).not.toHaveBeenCalled();
});

it('stops making the file if the button goes up without a drag', async () => {
  const { file, prepared, finish, fire } = setUp();
  fire('pointerdown');
  fire('pointerup');
  expect(prepared.cancel).toHaveBeenCalledOnce();
  // It was too late for that.
  finish(file);
  await vi.waitFor(() => expect(file.end).toHaveBeenCalledExactlyOnceWith(false));
});

it('makes it to its end for the next attempt if the drag began too early, and shows that', async () => {
  const { file, prepared, finish, fire } = setUp();
  fire('pointerdown');
  expect(fire('dragstart', { dataTransfer: {} }).defaultPrevented).toBe(true);
  expect(prepared.show).toHaveBeenCalledOnce();
  fire('pointerup');
  finish(file);
  await vi.waitFor(() => expect(file.end).toHaveBeenCalledExactlyOnceWith(false));
  expect(prepared.cancel).not.toHaveBeenCalled();
});

it('leaves alone what is pressed by itself, other buttons and touch', () => {
  const { row, prepare, fire } = setUp();
  fire('pointerdown', { button: 2 });
  fire('pointerdown', { pointerType: 'touch' });
  row.isControl = true;
  fire('pointerdown');
  expect(prepare).not.toHaveBeenCalled();
  expect(row.draggable).toBe(false);
});
