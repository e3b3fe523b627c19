import { expect } from '@playwright/test';
import type { Levels } from '../src/domain/snapshot';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { adjust, readSnapshot, startWith, stop, waitForSlices } from './support/session';
import { between, median, peak, readSamples, toneLevel, toneLevels } from './support/sound';
import { test } from './support/test';
import { writeTone } from './support/tone';

const voice = 440;
const page = 1000;
/** Harmonics, and the sums and differences of both, in Hz: what clipping would add. */
const distortions = [2 * voice, 3 * voice, 2 * page, 3 * page, page - voice, 2 * page - voice, 120];

test.use({
  launch: {
    devices: true,
    answers: { microphone: 'allow' },
    args: [`--use-file-for-fake-audio-capture=${writeTone(voice)}`],
  },
});

test('the microphone and the tab are mixed without clipping, and the microphone can be muted', async ({
  app,
  site,
}) => {
  const tab = await app.context.newPage();
  await tab.goto(site.tone(page));
  // A tone is exactly what these would remove.
  const asItIs = { echoCancellation: false, noiseSuppression: false };
  expect(await startWith(app, { source: 'tab', microphone: true, ...asItIs }, tab)).toMatchObject({
    ok: true,
  });
  const levels = await app.probe.evaluate(
    () =>
      new Promise<Levels>((resolve) => {
        new BroadcastChannel('timeslice:levels').onmessage = ({ data }: MessageEvent<Levels>) =>
          (data.microphone ?? 0) > 0 && (data.source ?? 0) > 0 && resolve(data);
      }),
  );
  expect(levels.microphone).toBeGreaterThan(0.9);
  expect(levels.source).toBeGreaterThan(0.9);
  await waitForSlices(app, 3);

  await adjust(app, { muted: true, sourceGain: 0.5 });
  expect((await readSnapshot(app)).progress?.microphone).toMatchObject({ muted: true, state: 'live' });
  await waitForSlices(app, 6);
  await adjust(app, { muted: false, sourceGain: 1 });
  await waitForSlices(app, 8);
  expect(await stop(app)).toMatchObject({ state: 'complete', hasAudio: true });

  const file = await downloadOnly(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  const samples = await readSamples(file);
  expect(peak(samples)).toBeLessThan(1);
  // Clipping distorts all of it. On a busy machine, a gap from the fake microphone distorts only the part around it.
  const clearest = Array.from({ length: 22 }, (_, step) => between(samples, 0.5 + step / 10, 0.9 + step / 10))
    .map((part) => ({
      voice: toneLevel(part, voice),
      page: toneLevel(part, page),
      distortion: Math.max(...distortions.map((hertz) => toneLevel(part, hertz))),
    }))
    .sort((one, other) => one.distortion - other.distortion)[0];
  expect(clearest?.voice, 'dB').toBeGreaterThan(-10);
  expect(clearest?.page, 'dB').toBeGreaterThan(-10);
  expect(clearest?.distortion, 'dB').toBeLessThan(-45);

  const voices = toneLevels(samples, voice);
  const muted = voices.map((level) => level < -60);
  const from = muted.indexOf(true, 10);
  const until = muted.indexOf(false, from);
  expect(from, 'the voice goes').toBeGreaterThan(10);
  expect(until - from, 'for more than a second').toBeGreaterThan(10);
  expect(median(voices.slice(until + 1, -2)), 'and comes back').toBeGreaterThan(-15);
  const pages = toneLevels(samples, page);
  expect(median(pages.slice(10, from)), 'while the tab sounds on').toBeGreaterThan(-10);
  const alone = median(pages.slice(from + 3, until - 3));
  expect(alone, 'alone, and half as loud, it is not held back').toBeCloseTo(-6, 0);
});
