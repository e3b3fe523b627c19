import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTurns, cropBox, hasCrop, leastSide, noEdits, turned } from './edits';

const size = { width: 1280, height: 720 };
const none = noEdits.crop;

describe('a crop', () => {
  it('is what remains', () => {
    expect(cropBox(size, { left: 100, top: 20, right: 80, bottom: 0 })).toEqual({
      x: 100,
      y: 20,
      width: 1100,
      height: 700,
    });
    expect(hasCrop({ crop: none })).toBe(false);
    expect(hasCrop({ crop: { ...none, bottom: 1 } })).toBe(true);
  });

  it('leaves nothing of too much', () => {
    expect(cropBox(size, { ...none, left: 640, right: 600 })).toBeUndefined();
    expect(cropBox(size, { ...none, top: 5000 })).toBeUndefined();
  });

  it('has even places and lengths within the picture', () => {
    const margin = fc.nat({ max: 800 });
    fc.assert(
      fc.property(margin, margin, margin, margin, (left, top, right, bottom) => {
        const box = cropBox(size, { left, top, right, bottom });
        if (box === undefined) return;
        for (const value of Object.values(box)) expect(value % 2).toBe(0);
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(leastSide);
        expect(box.x + box.width).toBeLessThanOrEqual(size.width - right);
        expect(box.y + box.height).toBeLessThanOrEqual(size.height - bottom);
      }),
    );
  });
});

it('two turns are one', () => {
  expect([addTurns(90, 90), addTurns(270, 180), addTurns(0, 270)]).toEqual([180, 90, 270]);
});

it('a quarter turn swaps width and height', () => {
  expect(turned(size, 90)).toEqual({ width: 720, height: 1280 });
  expect(turned(size, 180)).toEqual(size);
});
