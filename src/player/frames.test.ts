import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FrameSource, showNext, showPrevious } from './frames';

/** A video with frames at these times, in s, and the time that is shown last. */
function video(times: readonly number[], duration: number) {
  const shown: number[] = [];
  const source: FrameSource = {
    duration,
    async show(time) {
      const frame = times.filter((at) => at <= time).at(-1) ?? times[0] ?? 0;
      shown.push(frame);
      return frame;
    },
  };
  return { source, shown };
}

describe('stepping', () => {
  it.each([
    ['a steady 30 fps', Array.from({ length: 90 }, (_, index) => index / 30)],
    ['a page that stood still', [0, 0.033, 2.5, 2.533, 12.9, 12.916, 95]],
    ['240 fps', Array.from({ length: 50 }, (_, index) => index / 240)],
  ])('shows each frame once, forward and back: %s', async (_name, times) => {
    const { source, shown } = video(times, (times.at(-1) ?? 0) + 0.03);
    const forward = [0];
    for (const _ of times) {
      const next = await showNext(source, forward.at(-1) ?? 0);
      expect(shown.at(-1) ?? 0).toBe(next);
      forward.push(next);
    }
    expect(forward).toEqual([...times, times.at(-1)]);
    const back = [times.at(-1) ?? 0];
    for (const _ of times) back.push(await showPrevious(source, back.at(-1) ?? 0));
    expect(back).toEqual([...[...times].reverse(), 0]);
  });

  it('finds the next frame at any distance', async () => {
    const gaps = fc.array(fc.double({ min: 0.004, max: 60, noNaN: true }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(gaps, async (distances) => {
        let at = 0;
        const times = [0, ...distances.map((distance) => (at += distance))];
        const { source } = video(times, at + 0.03);
        let shown = 0;
        for (const time of times.slice(1)) {
          shown = await showNext(source, shown);
          expect(shown).toBe(time);
        }
      }),
    );
  });
});
