import { describe, expect, it } from 'vitest';
import { createPeakLog } from './peak-log';

const slice = (coversMs: number) => ({ blob: new Blob(['x']), coversMs, isDraft: false });

/** What the slices get, joined. */
function joined(log: ReturnType<typeof createPeakLog>, ends: readonly number[]): number[] {
  return ends.flatMap((end, index) => [
    ...(log.attach(slice(end), index === ends.length - 1).peaks ?? [Number.NaN]),
  ]);
}

describe('the peaks of slices', () => {
  it('are one for each 100 ms, in order, and each is in one slice', () => {
    const log = createPeakLog();
    const taken: number[] = [];
    for (let at = 1; at <= 20; at += 1) {
      log.add(at / 20, at * 100 + (at % 3));
      if (at % 5 === 0) taken.push(...(log.attach(slice(at * 100 + 30), at === 20).peaks ?? []));
    }
    expect(taken).toEqual(Array.from({ length: 20 }, (_, index) => Math.round(((index + 1) / 20) * 255)));
  });

  it('wait for a level that is still to come', () => {
    const log = createPeakLog();
    log.add(1, 100);
    const first = log.attach(slice(200), false).peaks;
    log.add(0.2, 205);
    const second = log.attach(slice(300), true).peaks;
    expect([...(first ?? []), ...(second ?? [])]).toEqual([255, 51, 0]);
  });

  it('keep their places if a timer was late: a little is repeated, more was missed', () => {
    const log = createPeakLog();
    for (const [level, at] of [
      [1, 100],
      [0.2, 310],
      [0.4, 800],
    ] as const)
      log.add(level, at);
    expect(joined(log, [800])).toEqual([255, 51, 51, 0, 0, 0, 0, 102]);
  });

  it('are absent without audio, and all there with the last slice', () => {
    expect(createPeakLog().attach(slice(1000), true)).toEqual(slice(1000));
    const log = createPeakLog();
    log.add(1, 100);
    expect(joined(log, [100, 250, 400])).toEqual([255, 0, 0, 0]);
  });
});
