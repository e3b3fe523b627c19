import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insetArea, insetLayout } from './inset-layout';
import { defaultOptions, type InsetCorner, type InsetSize } from './options';

const corners: readonly InsetCorner[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right'];
const sizes: readonly InsetSize[] = ['small', 'medium', 'large'];
const px = fc.integer({ min: 1, max: 4096 });

describe('insetArea', () => {
  it('is in its corner of a video of 1280 x 720', () => {
    const area = (corner: InsetCorner) => insetArea(1280, 720, { corner, size: 'medium' });
    expect(area('top-left')).toEqual({ x: 18, y: 18, side: 186 });
    expect(area('top-right')).toEqual({ x: 1076, y: 18, side: 186 });
    expect(area('bottom-left')).toEqual({ x: 18, y: 516, side: 186 });
    expect(area('bottom-right')).toEqual({ x: 1076, y: 516, side: 186 });
  });

  it('is even, within the video, and in the half that its corner names', () => {
    fc.assert(
      fc.property(
        px,
        px,
        fc.constantFrom(...corners),
        fc.constantFrom(...sizes),
        (width, height, corner, size) => {
          const { x, y, side } = insetArea(width, height, { corner, size });
          for (const value of [x, y, side]) expect(value % 2).toBe(0);
          expect(Math.min(x, y, side)).toBeGreaterThanOrEqual(0);
          expect(x + side).toBeLessThanOrEqual(width);
          expect(y + side).toBeLessThanOrEqual(height);
          if (side === 0) return;
          expect(corner.endsWith('left')).toBe(x + side / 2 < width / 2);
          expect(corner.startsWith('top')).toBe(y + side / 2 < height / 2);
        },
      ),
    );
  });

  it('grows with its size', () => {
    const side = (size: InsetSize) => insetArea(1920, 1080, { corner: 'top-left', size }).side;
    expect(side('small')).toBeLessThan(side('medium'));
    expect(side('medium')).toBeLessThan(side('large'));
  });
});

it('insetLayout follows the options', () => {
  const options = {
    ...defaultOptions,
    insetShape: 'square',
    insetCorner: 'top-left',
    insetMirrored: true,
  } as const;
  expect(insetLayout(options)).toEqual({
    shape: 'square',
    corner: 'top-left',
    size: 'medium',
    mirrored: true,
  });
});
