import type { Size } from '../../../domain/picture-box';
import type { FrameArea } from './fit';
import { createFrameMemory } from './frame-memory';
import type { Picture } from './picture';
import { visibleSize } from './visible-size';

/** The one size of a video: that of its source, once it has settled, without black lines. */
export interface FixedSize {
  /** The size, in px, both even; `undefined` as long as the source hasn't settled. */
  readonly size: Size | undefined;
  /** Looks at a frame of the source. @returns whether the size is fixed */
  see(frame: VideoFrame): Promise<boolean>;
  /** What a frame must become to have that size. */
  changeOf(frame: VideoFrame): Change;
}

/** Nothing; a part of the frame, which needs no copy; or the frame is fitted into the size. */
export type Change = 'none' | 'fit' | FrameArea;

/** Chromium places a tab of odd size on even pixels, and leaves a line of this width, in px, black. */
const lineWidth = 2;

/** Whose size it is. */
export type SizedSource = 'tab' | 'window';

/** How long the size must not change before it is fixed, in ms: the browser's bar moves a tab just after it was picked. */
const settleMs: Readonly<Record<SizedSource, number>> = { tab: 200, window: 0 };

/**
 * Fixes the size of a source, once it has settled.
 *
 * @param now a monotonic clock, in ms
 */
export function createFixedSize(source: SizedSource, now: () => number): FixedSize {
  let seen: { readonly size: Size; readonly since: number } | undefined;
  let fixed: { readonly source: Size; readonly area: FrameArea } | undefined;
  return {
    get size() {
      return fixed?.area;
    },
    async see(frame) {
      if (fixed !== undefined) return true;
      const size = visibleSize(frame);
      if (seen === undefined || !isSame(seen.size, size)) seen = { size, since: now() };
      if (now() - seen.since < settleMs[source]) return false;
      const area = source === 'tab' ? await usedArea(frame, size) : evenArea(size);
      fixed = { source: size, area };
      return true;
    },
    changeOf(frame) {
      if (fixed === undefined) return 'none';
      const size = visibleSize(frame);
      if (!isSame(size, fixed.source)) return isSame(size, fixed.area) ? 'none' : 'fit';
      return isSame(fixed.source, fixed.area) ? 'none' : fixed.area;
    },
  };
}

/** The even part of a frame without black lines at its edges. A frame that can't be read is taken to have none. */
async function usedArea(frame: VideoFrame, { width, height }: Size): Promise<FrameArea> {
  const memory = createFrameMemory();
  await memory.read(frame).catch(() => undefined);
  const picture = memory.pixels?.picture;
  const black = (x: number, y: number, wide: number, high: number) =>
    picture !== undefined && isBlack(picture, { x, y, width: wide, height: high }) ? lineWidth : 0;
  const whole = evenArea({ width, height });
  const { width: wide, height: high } = whole;
  const left = black(0, 0, lineWidth, high);
  const top = black(0, 0, wide, lineWidth);
  const right = black(wide - lineWidth, 0, lineWidth, high);
  const bottom = black(0, high - lineWidth, wide, lineWidth);
  // Chromium leaves one at one side; a page that is black at both has none.
  const columns = left > 0 && right > 0 ? { x: 0, width: wide } : { x: left, width: wide - left - right };
  const rows = top > 0 && bottom > 0 ? { y: 0, height: high } : { y: top, height: high - top - bottom };
  return { ...columns, ...rows };
}

function evenArea({ width, height }: Size): FrameArea {
  const even = (px: number) => Math.max(2, 2 * Math.floor(px / 2));
  return { x: 0, y: 0, width: even(width), height: even(height) };
}

/** How far from black a sample may be. */
const tolerance = 2;

function isBlack({ family, planes }: Picture, { x, y, width, height }: FrameArea): boolean {
  const [first] = planes;
  return planes.every(({ data, offset, stride, step, width: samples }, channel) => {
    const share = samples / first.width;
    const isChroma = family === 'yuv' && channel > 0;
    const most = (family === 'rgb' ? 0 : isChroma ? 128 : 16) + tolerance;
    // Below black too: without a GPU, the luma of such a line is 0.
    const least = isChroma ? 128 - tolerance : 0;
    for (let row = Math.floor(y * share); row < (y + height) * share; row += 1) {
      for (let column = Math.floor(x * share); column < (x + width) * share; column += 1) {
        const sample = data[offset + row * stride + column * step] ?? least;
        if (sample < least || sample > most) return false;
      }
    }
    return true;
  });
}

function isSame(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}
