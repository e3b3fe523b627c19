import { describe, expect, it } from 'vitest';
import { peakOf, silencePeak } from './level';

describe('peakOf', () => {
  it('is the largest sample, up or down', () => {
    expect(peakOf(Float32Array.of(0.25, -0.75, 0.5))).toBe(0.75);
  });

  it('is 0 for silence, and for nothing', () => {
    expect(peakOf(new Float32Array(8))).toBe(0);
    expect(peakOf(new Float32Array())).toBe(0);
  });

  it('is never more than full scale', () => {
    expect(peakOf(Float32Array.of(1.02))).toBe(1);
  });

  it('is above the limit in a quiet room, and below it in silence', () => {
    const rms = 10 ** (-50 / 20);
    const room = Float32Array.from({ length: 4800 }, (_, n) => rms * Math.SQRT2 * Math.sin(n / 5));
    expect(peakOf(room)).toBeGreaterThan(silencePeak);
    expect(peakOf(room.map((sample) => sample / 100))).toBeLessThan(silencePeak);
  });
});
