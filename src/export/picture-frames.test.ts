import { afterEach, expect, it, vi } from 'vitest';
import { noEdits } from './edits';
import { createDrawing } from './picture-frames';

afterEach(() => void vi.unstubAllGlobals());

it('fits a frame of another size into that of the first, and does not stretch it', () => {
  const drawn: number[][] = [];
  const nothing = () => undefined;
  const drawImage = (_: unknown, ...place: number[]) => void drawn.push(place);
  const context = { setTransform: nothing, rotate: nothing, clearRect: nothing, drawImage };
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => context;
    },
  );
  const drawing = createDrawing({ width: 1280, height: 720 }, noEdits);
  drawing.draw({} as CanvasImageSource, { width: 1280, height: 720 });
  drawing.draw({} as CanvasImageSource, { width: 640, height: 720 });
  expect(drawn).toEqual([
    [-640, -360, 1280, 720],
    [-320, -360, 640, 720],
  ]);
});
