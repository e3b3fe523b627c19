import type { VideoSample } from 'mediabunny';
import { afterEach, expect, it, vi } from 'vitest';
import { noEdits } from './edits';
import { createDrawing } from './picture-frames';

afterEach(() => void vi.unstubAllGlobals());

it('fits a frame of another size into that of the first, and does not stretch it', async () => {
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
  const closed = vi.fn();
  vi.stubGlobal('createImageBitmap', async () => ({ close: closed }));
  const frame = { close: closed };
  const sample = (displayWidth: number, displayHeight: number) =>
    ({ displayWidth, displayHeight, toVideoFrame: () => frame, close: closed }) as unknown as VideoSample;
  const drawing = createDrawing({ width: 1280, height: 720 }, noEdits);
  await drawing.draw(sample(1280, 720));
  await drawing.draw(sample(640, 720));
  expect(closed, 'each sample, frame and bitmap').toHaveBeenCalledTimes(6);
  expect(drawn).toEqual([
    [-640, -360, 1280, 720],
    [-320, -360, 640, 720],
  ]);
});
