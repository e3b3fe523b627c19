import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFitter, fittedArea } from './fit';
import { createPlane, memoryLayout, type Picture, pictureIn, type WorkableFormat } from './picture';
import { paintPicture } from './testing/pictures';

const length = fc.integer({ min: 2, max: 4096 });
const even = length.map((px) => 2 * Math.floor(px / 2));

describe('the area of a picture in a frame of another size', () => {
  it('is even, inside, in the middle, and as large as it can be', () => {
    fc.assert(
      fc.property(even, even, length, length, (width, height, pictureWidth, pictureHeight) => {
        const frame = { width, height };
        const area = fittedArea(frame, { width: pictureWidth, height: pictureHeight });
        for (const px of Object.values(area)) expect(px % 2).toBe(0);
        expect(area.x + area.width).toBeLessThanOrEqual(width);
        expect(area.y + area.height).toBeLessThanOrEqual(height);
        expect(Math.abs(width - area.width - 2 * area.x)).toBeLessThanOrEqual(2);
        expect(Math.abs(height - area.height - 2 * area.y)).toBeLessThanOrEqual(2);
        expect(Math.min(width - area.width, height - area.height), 'one side is filled').toBeLessThanOrEqual(
          1,
        );
      }),
    );
  });

  it('is the whole frame if the picture has its aspect ratio', () => {
    expect(fittedArea({ width: 640, height: 360 }, { width: 1920, height: 1080 })).toEqual({
      x: 0,
      y: 0,
      width: 640,
      height: 360,
    });
  });
});

function emptyFrame(format: WorkableFormat, width: number, height: number): Picture {
  return pictureIn(new Uint8Array(memoryLayout(format, width, height).bytes).fill(99), format, width, height);
}

/** The samples of one channel in a row. */
function rowOf({ planes }: Picture, channel: number, row: number): number[] {
  const plane = planes[channel] ?? createPlane(0, 0);
  return Array.from(
    { length: plane.width },
    (_, column) => plane.data[plane.offset + row * plane.stride + column * plane.step] ?? -1,
  );
}

describe('fitting', () => {
  it.each<[WorkableFormat, readonly number[]]>([
    ['I420', [16, 128, 128]],
    ['NV12', [16, 128, 128]],
    ['BGRX', [0, 0, 0]],
  ])('%s puts black bars beside a narrower picture', (format, black) => {
    const { data } = paintPicture(format, 32, 64, () => [200, 60, 90]);
    const frame = emptyFrame(format, 64, 32);
    createFitter().fit(pictureIn(data, format, 32, 64), frame);
    for (const [channel, value] of [200, 60, 90].entries()) {
      const row = rowOf(frame, channel, 5);
      const quarter = row.length / 4;
      expect(row.slice(quarter * 1.5, quarter * 2.5), 'the picture').toEqual(
        row.slice(quarter * 1.5, quarter * 2.5).fill(value),
      );
      expect(row.slice(0, quarter * 1.5), 'left').toEqual(
        row.slice(0, quarter * 1.5).fill(black[channel] ?? 0),
      );
      expect(row.slice(quarter * 2.5), 'right').toEqual(row.slice(quarter * 2.5).fill(black[channel] ?? 0));
    }
  });

  it('paints the bars again once something else was written there', () => {
    const frame = emptyFrame('I420', 64, 32);
    const fitter = createFitter();
    const picture = pictureIn(paintPicture('I420', 32, 32, () => [200, 128, 128]).data, 'I420', 32, 32);
    fitter.fit(picture, frame);
    frame.planes[0].data.fill(77);
    fitter.fit(picture, frame);
    expect(rowOf(frame, 0, 5)[0], 'the bars are painted once').toBe(77);
    fitter.forget();
    fitter.fit(picture, frame);
    expect(rowOf(frame, 0, 5)[0]).toBe(16);
  });

  it('paints the bars again when the picture’s size changes', () => {
    const frame = emptyFrame('I420', 64, 32);
    const fitter = createFitter();
    const paint = (width: number, height: number) =>
      pictureIn(paintPicture('I420', width, height, () => [200, 128, 128]).data, 'I420', width, height);
    fitter.fit(paint(64, 32), frame);
    expect(rowOf(frame, 0, 5)).toEqual(Array.from({ length: 64 }, () => 200));
    fitter.fit(paint(32, 32), frame);
    expect(rowOf(frame, 0, 5)[0]).toBe(16);
  });
});
