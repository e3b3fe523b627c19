import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureSize, pictureBox, thumbnailSize } from './picture-box';

it('fits a box, keeps the aspect, and is never larger than the video', () => {
  expect(thumbnailSize({ width: 1920, height: 1080 })).toEqual({ width: 320, height: 180 });
  expect(thumbnailSize({ width: 1080, height: 1920 })).toEqual({ width: 180, height: 320 });
  expect(thumbnailSize({ width: 100, height: 50 })).toEqual({ width: 100, height: 50 });
  expect(thumbnailSize({ width: 4000, height: 2 })).toEqual({ width: 320, height: 1 });
});

describe('the captured size', () => {
  const native = pictureBox('native', 'webm');

  it.each([
    [1280, 720, 1280, 720],
    [1192, 709, 1190, 708],
    [1193, 710, 1190, 708],
    [1358, 677, 1356, 676],
  ])('of %i x %i leaves no black row or column: %i x %i', (width, height, ...size) => {
    expect(captureSize({ width, height }, native)).toEqual({ frame: { width: size[0], height: size[1] } });
  });

  it('of a picture that no even size has nearly the aspect ratio of is cropped', () => {
    expect(captureSize({ width: 801, height: 401 }, native)).toEqual({
      frame: { width: 802, height: 400 },
      crop: { width: 798, height: 400 },
    });
  });

  it('keeps the lines that the user chose', () => {
    const { frame, crop } = captureSize({ width: 1920, height: 1080 }, pictureBox(480, 'webm'));
    expect(crop ?? frame).toEqual({ width: 852, height: 480 });
    const portrait = captureSize({ width: 600, height: 913 }, pictureBox(480, 'webm'));
    expect(portrait.crop ?? portrait.frame).toEqual({ width: 314, height: 480 });
  });

  it('fits into the box, is even, and nearly as large as the tab', () => {
    const side = fc.integer({ min: 100, max: 4000 });
    const boxes = [native, ...([1080, 720, 480] as const).map((lines) => pictureBox(lines, 'mp4'))];
    fc.assert(
      fc.property(side, side, fc.constantFrom(...boxes), (wide, tall, limit) => {
        const { frame, crop } = captureSize({ width: wide, height: tall }, limit);
        const { width, height } = crop ?? frame;
        const scale = Math.min(1, limit.width / wide, limit.height / tall);
        for (const [length, most] of [
          [width, wide * scale],
          [height, tall * scale],
        ] as const) {
          expect(length % 2).toBe(0);
          expect(length).toBeLessThanOrEqual(most);
        }
        // A cropped one has the height of the largest even size, and the width that goes with it.
        expect((tall * scale - height) * (crop === undefined ? 1 : wide / tall), 'px left out').toBeLessThan(
          crop === undefined ? 6 : 2 + (2 * wide) / tall,
        );
      }),
    );
  });
});
