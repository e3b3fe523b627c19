import { describe, expect, it } from 'vitest';
import { createFrameDropper } from './frame-dropper';

const passed = (behindMs: number) => {
  const dropper = createFrameDropper();
  dropper.ease(behindMs);
  return Array.from({ length: 60 }, dropper.passes).filter(Boolean).length;
};

describe('the frame dropper', () => {
  it.each([
    [-200, 60],
    [0, 60],
    [999, 60],
    [1000, 30],
    [2500, 20],
    [60_000, 6],
  ])('with an encoder %i ms behind passes %i of 60 frames', (behindMs, frames) => {
    expect(passed(behindMs)).toBe(frames);
  });

  it('passes all again once the encoder has caught up', () => {
    const dropper = createFrameDropper();
    dropper.ease(5000);
    dropper.passes();
    dropper.ease(100);
    expect(Array.from({ length: 5 }, dropper.passes)).toEqual([true, true, true, true, true]);
  });
});
