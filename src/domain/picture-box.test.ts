import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureSize, displayRatio, followLimit, pictureBox, type Size, thumbnailSize } from './picture-box';

it('fits a box, keeps the aspect, and is never larger than the video', () => {
  expect(thumbnailSize({ width: 1920, height: 1080 })).toEqual({ width: 320, height: 180 });
  expect(thumbnailSize({ width: 1080, height: 1920 })).toEqual({ width: 180, height: 320 });
  expect(thumbnailSize({ width: 100, height: 50 })).toEqual({ width: 100, height: 50 });
  expect(thumbnailSize({ width: 4000, height: 2 })).toEqual({ width: 320, height: 1 });
});

it.each([
  [{ width: 1000, height: 613 }, { width: 1000, height: 613 }, 1],
  [{ width: 1000, height: 613 }, { width: 2000, height: 1226 }, 2],
  [{ width: 643, height: 411 }, { width: 804, height: 514 }, 1.25],
  // Chromium rounds 1.1 up, as a single-precision number.
  [{ width: 1000, height: 600 }, { width: 1101, height: 661 }, 1.1],
  [{ width: 1200, height: 600 }, { width: 1600, height: 800 }, 4 / 3],
])('the display’s ratio of %j that is %j is %d', (size, physical, ratio) => {
  expect(displayRatio(size, physical)).toBe(ratio);
});

/**
 * The width of the bars, on both sides together, that are left when a picture is scaled into a frame, with its aspect
 * ratio and to whole px. Whole numbers all along, so nothing is rounded but the result.
 */
const barsIn = (frame: Size, picture: Size): Size => {
  const isWider = picture.width * frame.height > frame.width * picture.height;
  const scaled = (length: number, by: number, to: number) => Math.floor((2 * length * to + by) / (2 * by));
  return isWider
    ? { width: 0, height: frame.height - scaled(picture.height, picture.width, frame.width) }
    : { width: frame.width - scaled(picture.width, picture.height, frame.height), height: 0 };
};

/** What Chromium makes of a picture within a limit: its aspect ratio, rounded, and even. */
const made = (picture: Size, limit: Size): Size => {
  const isWider = picture.width * limit.height > limit.width * picture.height;
  const scaled = (length: number, by: number, to: number) => Math.floor((2 * length * to + by) / (2 * by));
  const even = (length: number) => length - (length % 2);
  if (picture.width <= limit.width && picture.height <= limit.height) {
    return { width: even(picture.width), height: even(picture.height) };
  }
  return isWider
    ? { width: even(limit.width), height: even(scaled(picture.height, picture.width, limit.width)) }
    : { width: even(scaled(picture.width, picture.height, limit.height)), height: even(limit.height) };
};

describe('the limit of a picture that is followed', () => {
  const native = pictureBox('native', 'webm');

  // What Chromium made of these limits, with and without a GPU: 778x492, 642x468, 730x532 and, with a black line, 798x400.
  it.each([
    [781, 494, 781, 493],
    [643, 469, 643, 469],
    [733, 534, 733, 532],
    // No size up to 8 px smaller is filled.
    [801, 401, 801, 401],
  ])('of %i x %i: %i x %i', (width, height, ...limit) => {
    expect(followLimit({ width, height }, native)).toEqual({ width: limit[0], height: limit[1] });
  });

  it('leaves no black row or column in 97 of 100 sizes', () => {
    let [count, filled] = [0, 0];
    for (let width = 300; width < 1920; width += 17) {
      for (let height = 200; height < 1080; height += 13) {
        const { width: wide, height: tall } = barsIn(
          made({ width, height }, followLimit({ width, height }, native)),
          {
            width,
            height,
          },
        );
        count += 1;
        if (wide === 0 && tall === 0) filled += 1;
      }
    }
    expect(filled / count).toBeGreaterThan(0.965);
  });

  it('keeps the lines that the user chose', () => {
    const box = pictureBox(480, 'webm');
    expect(followLimit({ width: 1000, height: 600 }, box)).toEqual(box);
    expect(followLimit({ width: 1001, height: 613 }, box).height).toBe(480);
  });

  it('exceeds neither the picture nor the box, and is at most 8 px smaller', () => {
    const side = fc.integer({ min: 100, max: 5000 });
    const boxes = [native, ...(['native', 1080, 720, 480] as const).map((lines) => pictureBox(lines, 'mp4'))];
    fc.assert(
      fc.property(side, side, fc.constantFrom(...boxes), (width, height, box) => {
        const limit = followLimit({ width, height }, box);
        const [wide, tall] = [Math.min(width, box.width), Math.min(height, box.height)];
        expect(limit.width).toBeLessThanOrEqual(wide);
        expect(limit.height).toBeLessThanOrEqual(tall);
        expect(wide - limit.width + tall - limit.height).toBeLessThanOrEqual(8);
      }),
    );
  });
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

  it('of a larger screen is the largest of H.264 level 5.2 in MP4, and its own in WebM', () => {
    const screen = { width: 5120, height: 2880 };
    expect(captureSize(screen, pictureBox('native', 'mp4'))).toEqual({
      frame: { width: 4096, height: 2304 },
    });
    expect(captureSize(screen, native)).toEqual({ frame: screen });
  });

  it.each([
    // A tab on a rotated screen.
    [1440, 2560, 1440, 2560],
    [2304, 4096, 2304, 4096],
    [2880, 5120, 2304, 4096],
    [5120, 1440, 4096, 1152],
  ])('in MP4 of %i x %i is %i x %i', (width, height, ...size) => {
    const picture = { width, height };
    expect(captureSize(picture, pictureBox('native', 'mp4', picture)).frame).toEqual({
      width: size[0],
      height: size[1],
    });
  });

  it('in MP4 is one that H.264 level 5.2 supports', () => {
    const side = fc.integer({ min: 100, max: 8000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const picture = { width, height };
        const box = pictureBox('native', 'mp4', picture);
        const { frame, crop } = captureSize(picture, box);
        for (const size of [crop ?? frame, followLimit(picture, box)]) {
          const macroblocks = Math.ceil(size.width / 16) * Math.ceil(size.height / 16);
          expect(macroblocks).toBeLessThanOrEqual(36_864);
          expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(4096);
        }
      }),
    );
  });

  it('keeps the lines that the user chose', () => {
    const { frame, crop } = captureSize({ width: 1920, height: 1080 }, pictureBox(480, 'webm'));
    expect(crop ?? frame).toEqual({ width: 852, height: 480 });
    const portrait = captureSize({ width: 600, height: 913 }, pictureBox(480, 'webm'));
    expect(portrait.crop ?? portrait.frame).toEqual({ width: 314, height: 480 });
  });

  it('fits into the box, is even, nearly as large as the tab, and has no bar', () => {
    const side = fc.integer({ min: 100, max: 5000 });
    const boxes = [native, ...(['native', 1080, 720, 480] as const).map((lines) => pictureBox(lines, 'mp4'))];
    fc.assert(
      fc.property(side, side, fc.constantFrom(...boxes), (wide, tall, limit) => {
        const { frame, crop } = captureSize({ width: wide, height: tall }, limit);
        const { width, height } = crop ?? frame;
        const bars = barsIn(frame, { width: wide, height: tall });
        if (crop === undefined) expect(bars).toEqual({ width: 0, height: 0 });
        else {
          // Either one is at least half of both, and is cut off whole.
          expect(bars.height).toBe(0);
          expect(Math.ceil(bars.width / 2)).toBeLessThanOrEqual((frame.width - crop.width) / 2);
          expect(frame.height).toBe(crop.height);
        }
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
