import { mkdirSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { slopeOf, watchMemory } from '../support/memory-watch';
import { plot } from '../support/plot';
import { startRecording, stopRecording } from '../support/session';
import { soakFolder, soakMinutes } from '../support/soak';
import { test } from '../support/test';

const mebibyte = 2 ** 20;
/** The first five minutes are the start; what grows then is not a leak. */
const settled = 5;

test.use({ launch: { windowSize: [1280, 800] } });

test('memory: an hour at 250 ms', async ({ app, tab }) => {
  const minutes = soakMinutes(60);
  await startRecording(app, tab, { timeslice: '250 ms' });
  const samples = await watchMemory(app, { everySeconds: 10, isLast: ({ minute }) => minute >= minutes });
  await stopRecording(app, tab);
  const later = samples.filter(({ minute }) => minute >= Math.min(settled, minutes / 2));
  const slopes = {
    script: slopeOf(later, 'script') / mebibyte,
    process: slopeOf(later, 'process') / mebibyte,
  };
  const said = `scripts ${slopes.script.toFixed(2)}, process ${slopes.process.toFixed(2)} MiB per hour`;
  console.log(`${minutes} min at 250 ms, ${samples.length} samples; slope after the start: ${said}`);
  const line = (name: string, color: string, value: 'script' | 'process') => ({
    name: `${name}, MiB`,
    color,
    points: samples.map((sample) => [sample.minute, sample[value] / mebibyte] as const),
  });
  mkdirSync(soakFolder, { recursive: true });
  const lines = [line('Heap and buffers', '#06c', 'script'), line('Process', '#c30', 'process')];
  writeFileSync(`${soakFolder}/memory.svg`, plot(`The recorder at 250 ms: ${said}`, 'minutes', lines));
  expect(slopes.script, 'MiB per hour').toBeLessThan(1);
});
