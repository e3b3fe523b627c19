import { describe, expect, it } from 'vitest';
import { createFixedSize, type SizedSource } from './fixed-size';
import type { WorkableFormat } from './picture';
import { paintPicture, type Sample } from './testing/pictures';

interface Lines {
  readonly left?: number;
  readonly top?: number;
  readonly right?: number;
  readonly bottom?: number;
}

/** A bright frame with black lines of these widths at its edges, in px. */
function frameOf(
  width: number,
  height: number,
  lines: Lines = {},
  format: WorkableFormat = 'I420',
): VideoFrame {
  const { left = 0, top = 0, right = 0, bottom = 0 } = lines;
  const isRgb = format === 'BGRX';
  // As Chromium leaves them, with and without a GPU.
  const black: Sample = isRgb ? [0, 0, 0] : [format === 'I420' ? 0 : 16, 128, 128];
  const bright: Sample = isRgb ? [90, 90, 90] : [90, 100, 150];
  const { data } = paintPicture(format, width, height, (x, y) =>
    x < left || y < top || x >= width - right || y >= height - bottom ? black : bright,
  );
  return {
    format,
    codedWidth: width,
    codedHeight: height,
    visibleRect: { x: 0, y: 0, width, height },
    colorSpace: { matrix: 'bt709', fullRange: false, toJSON: () => ({}) },
    copyTo: async (target: Uint8Array) => void target.set(data),
  } as unknown as VideoFrame;
}

/** A size that is fixed by one frame. */
async function fixedBy(frame: VideoFrame, source: SizedSource = 'tab') {
  let now = 0;
  const fixed = createFixedSize(source, () => (now += 200));
  expect(fixed.size).toBeUndefined();
  while (!(await fixed.see(frame)));
  return fixed;
}

describe('the one size of a video', () => {
  it.each<[WorkableFormat]>([['I420'], ['NV12'], ['BGRX']])(
    'leaves out the black lines of a frame of %s',
    async (format) => {
      for (const [lines, area] of [
        [{}, { x: 0, y: 0, width: 64, height: 48 }],
        [{ right: 2 }, { x: 0, y: 0, width: 62, height: 48 }],
        [{ bottom: 2 }, { x: 0, y: 0, width: 64, height: 46 }],
        [
          { left: 2, top: 2 },
          { x: 2, y: 2, width: 62, height: 46 },
        ],
      ] as const) {
        const frame = frameOf(64, 48, lines, format);
        const fixed = await fixedBy(frame);
        expect(fixed.size).toEqual(area);
        expect(fixed.changeOf(frame)).toEqual(Object.keys(lines).length === 0 ? 'none' : area);
      }
    },
  );

  it('is even, and an odd frame is cropped to it', async () => {
    const fixed = await fixedBy(frameOf(63, 47));
    expect(fixed.size).toEqual({ x: 0, y: 0, width: 62, height: 46 });
    expect(fixed.changeOf(frameOf(63, 47))).toEqual(fixed.size);
    expect(fixed.changeOf(frameOf(62, 46))).toBe('none');
    expect(fixed.changeOf(frameOf(80, 46))).toBe('fit');
  });

  it('of a black page, or of a window with black edges, is all of it', async () => {
    expect((await fixedBy(frameOf(64, 48, { left: 64 }))).size).toMatchObject({ width: 64, height: 48 });
    const film = frameOf(64, 48, { right: 2, top: 6, bottom: 6 });
    expect((await fixedBy(film)).size).toEqual({ x: 0, y: 0, width: 62, height: 48 });
    const edged = frameOf(64, 48, { right: 2 });
    expect((await fixedBy(edged, 'window')).size).toMatchObject({ width: 64, height: 48 });
  });

  it('of a frame that can’t be read is that of the frame', async () => {
    const frame = Object.assign(frameOf(64, 48, { right: 2 }), {
      copyTo: () => Promise.reject(new DOMException('', 'NotSupportedError')),
    });
    expect((await fixedBy(frame)).size).toMatchObject({ width: 64, height: 48 });
  });

  it('is fixed once it has not changed for long enough, and stays', async () => {
    let now = 0;
    const fixed = createFixedSize('tab', () => now);
    const see = async (at: number, width: number) => {
      now = at;
      return fixed.see(frameOf(width, 48));
    };
    expect(await see(0, 64)).toBe(false);
    expect(await see(150, 60)).toBe(false);
    expect(await see(349, 60)).toBe(false);
    expect(await see(350, 60)).toBe(true);
    expect(await see(400, 64)).toBe(true);
    expect(fixed.size).toMatchObject({ width: 60 });
  });
});
