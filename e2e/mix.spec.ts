import { expect } from '@playwright/test';
import type { Levels } from '../src/domain/snapshot';
import { readSlices } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { often } from './support/often';
import { adjust, readSnapshot, startWith, stop, waitForSlices } from './support/session';
import { between, median, nearlyMost, peak, readSamples, toneLevel, toneLevels } from './support/sound';
import { test } from './support/test';
import { writeTone } from './support/tone';

const microphone = 440;
const page = 1000;
/** Harmonics, and the sums and differences of both, in Hz: what clipping would add. */
const distortions = [
  2 * microphone,
  3 * microphone,
  2 * page,
  3 * page,
  page - microphone,
  2 * page - microphone,
  120,
];

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
  launch: async ({}, use, testInfo) => {
    const file = testInfo.outputPath('tone.wav');
    writeTone(file, microphone);
    const args = [`--use-file-for-fake-audio-capture=${file}`];
    await use({ devices: true, answers: { microphone: 'allow' }, args });
  },
});

test('the microphone and the tab are mixed without clipping, and the microphone can be muted', async ({
  app,
  site,
}) => {
  const tab = await app.context.newPage();
  await tab.goto(site.tone(page));
  // A tone is just what these would take away.
  const unprocessed = { echoCancellation: false, noiseSuppression: false };
  expect(await startWith(app, { source: 'tab', microphone: true, ...unprocessed }, tab)).toMatchObject({
    ok: true,
  });
  await app.probe.evaluate(() => {
    new BroadcastChannel('timeslice:levels').onmessage = ({ data }: MessageEvent<Levels>) =>
      Object.assign(globalThis, { levels: data });
  });
  // The first levels may be those of a tone that has just begun.
  const lowest = () =>
    app.probe.evaluate(() => {
      const { levels = {} } = globalThis as unknown as { levels?: Partial<Levels> };
      return Math.min(levels.microphone ?? 0, levels.source ?? 0);
    });
  await expect.poll(lowest, { message: 'both levels', ...often }).toBeGreaterThan(0.9);
  const recordOn = async () => waitForSlices(app, (await readSlices(app.probe)).length + 3);
  await recordOn();

  await adjust(app, { muted: true, sourceGain: 0.5 });
  expect((await readSnapshot(app)).progress?.microphone).toMatchObject({ muted: true, state: 'live' });
  await recordOn();
  await adjust(app, { muted: false, sourceGain: 1 });
  await recordOn();
  expect(await stop(app)).toMatchObject({ state: 'complete', hasAudio: true });

  const file = await downloadOnly(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  const samples = await readSamples(file);
  expect(peak(samples)).toBeLessThan(1);
  // Clipping distorts all of it. On a busy machine, a gap from the fake microphone distorts only the part around it.
  const clearest = Array.from({ length: 22 }, (_, step) => between(samples, 0.5 + step / 10, 0.9 + step / 10))
    .map((part) => ({
      microphone: toneLevel(part, microphone),
      page: toneLevel(part, page),
      distortion: Math.max(...distortions.map((hertz) => toneLevel(part, hertz))),
    }))
    .filter((part) => part.microphone > -10 && part.page > -10)
    .sort((one, other) => one.distortion - other.distortion)[0];
  expect(clearest, 'a part with both tones').toBeDefined();
  expect(clearest?.distortion, 'dB').toBeLessThan(-45);

  // Medians of half a second: a gap in either tone, from a busy machine, changes the parts around it.
  const microphones = toneLevels(samples, microphone).map((_, at, all) =>
    median(all.slice(Math.max(0, at - 2), at + 3)),
  );
  const muted = microphones.map((level) => level < -40);
  // The longest silence: a busy machine may have others.
  let [from, until] = [0, 0];
  for (let at = 0, began = 0; at <= muted.length; at += 1) {
    if (muted[at]) continue;
    if (at - began > until - from) [from, until] = [began, at];
    began = at + 1;
  }
  expect(from, 'the microphone is muted').toBeGreaterThan(10);
  expect(until - from, 'for more than a second').toBeGreaterThan(10);
  expect(median(microphones.slice(until + 1, -2)), 'and comes back').toBeGreaterThan(-15);
  const pages = toneLevels(samples, page);
  expect(median(pages.slice(10, from)), 'while the tab sounds on').toBeGreaterThan(-10);
  // A gap can only make a part quieter.
  const alone = nearlyMost(pages.slice(from + 3, until - 3));
  expect(alone, 'alone, and half as loud, it is not held back').toBeCloseTo(-6, 0);
});
