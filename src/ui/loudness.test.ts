import { describe, expect, it } from 'vitest';
import { loudness } from './loudness';

describe('loudness', () => {
  it.each([
    [0, 0],
    [0.001, 0],
    [0.031_622_776_6, 0.5],
    [1, 1],
    [1.5, 1],
    [Number.NaN, 0],
  ])('of a peak of %d fills the meter to %d', (peak, filled) => {
    expect(loudness(peak)).toBeCloseTo(filled, 6);
  });
});
