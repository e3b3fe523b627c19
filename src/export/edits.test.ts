import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cropBox,
  editsAsCoded,
  hasCrop,
  leastSide,
  noEdits,
  type Rotation,
  rotations,
  turned,
} from './edits';

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

it('a quarter turn swaps width and height', () => {
  expect(turned(size, 90)).toEqual({ width: 720, height: 1280 });
  expect(turned(size, 180)).toEqual(size);
});

describe('edits of a picture that the file turns', () => {
  const seen = { left: 10, top: 20, right: 30, bottom: 40 };
  const coded = (rotation: Rotation, turn: Rotation) =>
    editsAsCoded({ ...noEdits, crop: seen, rotation }, turn);

  it('crop the side where it is seen', () => {
    // Turned clockwise, the left side of what is coded is on top, and its top is on the right.
    expect(coded(0, 90).crop).toEqual({ left: 20, top: 30, right: 40, bottom: 10 });
    expect(coded(0, 180).crop).toEqual({ left: 30, top: 40, right: 10, bottom: 20 });
    expect(coded(90, 0).crop).toEqual(seen);
  });

  it('leave as much as is seen', () => {
    for (const turn of rotations) {
      const left = cropBox(turned(size, turn), seen) ?? { width: 0, height: 0 };
      expect(cropBox(size, coded(0, turn).crop)).toMatchObject(turned(left, turn));
    }
  });

  it('turn it further', () => {
    expect([coded(90, 90), coded(180, 270), coded(270, 0)].map(({ rotation }) => rotation)).toEqual([
      180, 90, 270,
    ]);
  });
});
