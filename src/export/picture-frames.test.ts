import type { VideoSample } from 'mediabunny';
import { afterEach, expect, it, vi } from 'vitest';
import { noEdits } from './edits';
import { createDrawing } from './picture-frames';

afterEach(() => void vi.unstubAllGlobals());

it('fits a frame of another size into that of the first, and draws its pixels, never itself', async () => {
  const drawn: unknown[][] = [];
  const nothing = () => undefined;
  const drawImage = (...drawing: unknown[]) => void drawn.push(drawing);
  const context = { setTransform: nothing, rotate: nothing, clearRect: nothing, drawImage };
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => context;
    },
  );
  const closed = vi.fn();
  class Pixels {
    readonly size: readonly number[];
    constructor(_: Uint8ClampedArray, ...size: number[]) {
      this.size = size;
    }
  }
  vi.stubGlobal('ImageData', Pixels);
  vi.stubGlobal('createImageBitmap', async (from: unknown) => ({ from, close: closed }));
  const copyTo = vi.fn();
  const sample = (width: number, height: number) => {
    const frame = {
      visibleRect: { width, height },
      allocationSize: () => width * height * 4,
      copyTo,
      close: closed,
    };
    const shown = { displayWidth: width, displayHeight: height };
    return { ...shown, toVideoFrame: () => frame, close: closed } as unknown as VideoSample;
  };
  const drawing = createDrawing({ width: 1280, height: 720 }, noEdits);
  await drawing.draw(sample(1280, 720));
  await drawing.draw(sample(640, 720));
  expect(closed, 'each sample, frame and bitmap').toHaveBeenCalledTimes(6);
  expect(copyTo.mock.calls.map(([, options]) => options)).toEqual([{ format: 'RGBA' }, { format: 'RGBA' }]);
  const bitmapOf = (...size: number[]) =>
    expect.objectContaining({ from: new Pixels(new Uint8ClampedArray(), ...size) });
  expect(drawn).toEqual([
    [bitmapOf(1280, 720), -640, -360, 1280, 720],
    [bitmapOf(640, 720), -320, -360, 640, 720],
  ]);
});
