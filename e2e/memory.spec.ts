import { expect } from '@playwright/test';
import { watchMemory } from './support/memory-watch';
import { startWith, stop } from './support/session';
import { median } from './support/sound';
import { test } from './support/test';

// The long form is in `soak/`.

const mebibyte = 2 ** 20;

/** As many as in 40 s at 250 ms. */
const sliceCount = 160;

test.use({ launch: { windowSize: [480, 360] } });

test('over 160 slices the memory of the recorder stays flat', async ({ app, tab }) => {
  test.setTimeout(600_000);
  expect(await startWith(app, { source: 'tab', timesliceMs: 100, format: 'webm-vp9' }, tab)).toMatchObject({
    ok: true,
  });
  const samples = await watchMemory(app, {
    everySeconds: 0.25,
    isLast: (sample) => sample.sliceCount >= sliceCount,
  });
  await stop(app);
  const early = samples.filter((sample) => sample.sliceCount >= 24 && sample.sliceCount < 64);
  const late = samples.filter((sample) => sample.sliceCount >= 128);
  expect(early.length, 'samples early on').toBeGreaterThan(0);
  const grown = (value: 'script' | 'process') =>
    median(late.map((sample) => sample[value])) - median(early.map((sample) => sample[value]));
  // What is known of each slice stays until 256 of them are packed; a slice itself has more than 5 kB.
  expect(grown('script'), 'bytes of the scripts').toBeLessThan(mebibyte / 4);
  expect(grown('process'), 'bytes of the process').toBeLessThan(8 * mebibyte);
});
