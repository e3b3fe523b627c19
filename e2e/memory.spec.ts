import { expect } from '@playwright/test';
import { watchMemory } from './support/memory-watch';
import { startRecording, stopRecording } from './support/session';
import { test } from './support/test';

// The long form of this is in `soak/`.

const mebibyte = 2 ** 20;

test.describe(() => {
  test.use({ launch: { windowSize: [480, 360] } });

  test('five minutes at 250 ms: the memory of the recorder stays flat', async ({ app, tab }) => {
    test.setTimeout(400_000);
    await startRecording(app, tab, { timeslice: '250 ms' });
    const samples = await watchMemory(app, { minutes: 5, everySeconds: 5 });
    await stopRecording(app, tab);
    const median = (from: number, to: number, value: 'heap' | 'process') => {
      const values = samples
        .filter(({ minute }) => minute >= from && minute < to)
        .map((sample) => sample[value]);
      return values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
    };
    const grown = (value: 'heap' | 'process') => median(3.5, 5, value) - median(1, 2.5, value);
    expect(grown('heap'), 'bytes on the heap').toBeLessThan(mebibyte / 2);
    expect(grown('process'), 'bytes of the process').toBeLessThan(16 * mebibyte);
  });
});
