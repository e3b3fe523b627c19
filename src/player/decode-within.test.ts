import { expect, it, vi } from 'vitest';
import type { FrameDecoder } from '../domain/still-frame';
import { decodeWithin } from './decode-within';
import { toFileMs } from './played-file';

const clip = {
  spans: [
    { startMs: 2000, endMs: 4000 },
    { startMs: 7000, endMs: 9000 },
  ],
};

it.each([
  ['next', 3.9, 3.95, undefined],
  ['next', 3.97, 4, 7000],
  ['next', 8.97, 9, 8999],
  ['previous', 7.05, 7, undefined],
  ['previous', 7, 6.97, 3998],
  ['previous', 2, 1.97, 2000],
] as const)(
  'a step to the %s frame from %d s to %d s of the original goes to %o ms',
  async (direction, from, to, ms) => {
    const close = vi.fn();
    const frame = { time: to, picture: { close } as unknown as ImageBitmap };
    const decoder: FrameDecoder = { beside: async () => frame, end: vi.fn() };
    const sought: number[] = [];
    const within = decodeWithin(clip, decoder, (at) => sought.push(toFileMs(clip, at)));
    expect(await within.beside(from, direction)).toBe(ms === undefined ? frame : undefined);
    expect(sought).toEqual(ms === undefined ? [] : [ms]);
    expect(close).toHaveBeenCalledTimes(sought.length);
    within.end();
    expect(decoder.end).toHaveBeenCalledOnce();
  },
);
