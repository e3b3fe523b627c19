import { expect } from '@playwright/test';

import type { FormatId, Quality } from '../../src/domain/format';
import { measureCadence } from '../support/cadence';
import { readSlices } from '../support/database';
import { createFigures } from '../support/figures';
import { judgeMovingPage } from '../support/judge';
import { downloadOnly } from '../support/library';
import { decodeMedia } from '../support/media-file';
import { paintNoise } from '../support/noise';
import { clockDifferenceMs } from '../support/picture';
import { clickAway, openPopup } from '../support/popup';
import {
  choose,
  inPopup,
  readSnapshot,
  recordFor,
  startWith,
  stop,
  waitForSlices,
  waitForState,
} from '../support/session';
import { test } from '../support/test';

// `npm run bench:quality`: how soon and how often things happen, and how much of the recorded time is in the file.

const figures = createFigures();

/** The time by the browser's clock. */
const now = () => Date.now();

for (const { format, timesliceMs, cadenceMs } of [
  { format: 'webm-vp9', timesliceMs: 250, cadenceMs: [240, 360] },
  { format: 'webm-vp9', timesliceMs: 400, cadenceMs: [390, 460] },
  { format: 'webm-vp9', timesliceMs: 1000, cadenceMs: [990, 1060] },
  { format: 'mp4-h264', timesliceMs: 250, cadenceMs: [990, 1100] },
] as const satisfies readonly { format: FormatId; timesliceMs: number; cadenceMs: readonly number[] }[]) {
  test(`a timeslice of ${timesliceMs} ms, ${format}`, async ({ app, tab }) => {
    expect(await startWith(app, { source: 'tab', format, timesliceMs }, tab)).toMatchObject({ ok: true });
    await waitForSlices(app, 12);
    const { meanMs } = await measureCadence(app);
    await stop(app);
    const [atLeast, atMost] = cadenceMs;
    figures.add({
      name: `${format}, ${timesliceMs} ms: from slice to slice, ms`,
      value: meanMs,
      atLeast,
      atMost,
    });
  });
}

test('from the click to the first slice, and from the last frame to “Stop”', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await choose(popup, { timeslice: '250 ms' });
  const clickedAt = now();
  await clickAway(popup);
  await waitForSlices(app, 1);
  const savedAt = now();
  await recordFor(app, 5000);
  const stoppedAt = await inPopup(app, tab, async (opened) => {
    const at = now();
    await opened.getByRole('button', { name: 'Stop', exact: true }).click();
    await waitForState(app, 'inactive');
    return at;
  });
  const slices = await readSlices(app.probe);
  const coveredMs = slices.at(-1)?.coversMs ?? Number.NaN;
  const { frames, endsAt } = await judgeMovingPage(await downloadOnly(app));
  const lostMs = clockDifferenceMs(stoppedAt, frames.at(-1)?.clock ?? Number.NaN);
  figures.add(
    { name: 'click to the first slice on disk, ms', value: savedAt - clickedAt, atMost: 3000 },
    { name: 'last frame to the click on “Stop”, ms', value: lostMs, atMost: 500 },
    {
      name: 'the file against the recorder’s clock, s',
      value: endsAt - coveredMs / 1000,
      atLeast: -0.5,
      atMost: 0.5,
    },
  );
});

test('a popup that is frozen for 3 s', async ({ app, tab }) => {
  expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 4);
  await inPopup(app, tab, (popup) =>
    popup.evaluate(() => {
      const end = performance.now() + 3000;
      while (performance.now() < end);
    }),
  );
  await recordFor(app, 3000);
  const { longestGapMs } = await measureCadence(app);
  const { durationMs } = await stop(app);
  const { endsAt } = await judgeMovingPage(await downloadOnly(app));
  figures.add(
    { name: 'popup frozen for 3 s: longest time without a slice, ms', value: longestGapMs, atMost: 4000 },
    { name: 'popup frozen for 3 s: missing at the end, ms', value: durationMs - endsAt * 1000, atMost: 1000 },
  );
});

test('“Stop after” 3 s', async ({ app, tab }) => {
  expect(await startWith(app, { source: 'tab', stopAfterMs: 3000 }, tab)).toMatchObject({ ok: true });
  await waitForState(app, 'inactive');
  const { endsAt } = await decodeMedia(await downloadOnly(app));
  figures.add({ name: '“Stop after” 3 s: length of the file, s', value: endsAt, atLeast: 2.5, atMost: 3.5 });
});

test('the end of a countdown', async ({ app, tab }) => {
  const started = startWith(app, { source: 'tab', countdownS: 3 }, tab);
  const endsAt = async () => (await readSnapshot(app)).countdownEndsAt;
  await expect.poll(endsAt, { intervals: [50] }).toBeDefined();
  const countdownEndsAt = await endsAt();
  expect(await started).toMatchObject({ ok: true });
  await waitForSlices(app, 2);
  await stop(app);
  const { frames } = await judgeMovingPage(await downloadOnly(app));
  const value = clockDifferenceMs(frames[0]?.clock ?? Number.NaN, countdownEndsAt ?? Number.NaN);
  figures.add({ name: 'end of the countdown to the first frame, ms', value, atLeast: -50, atMost: 1000 });
});

test('“Low” against 12 Mbps', async ({ app, tab, site }) => {
  await tab.goto(site.still);
  await paintNoise(tab);
  const record = async (quality: Quality) => {
    const options = { source: 'tab', resolution: 480, format: 'webm-vp8', quality } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await recordFor(app, 4000);
    const { bytes = 0, safeMs = Number.NaN } = (await readSnapshot(app)).progress ?? {};
    expect(
      await app.probe.evaluate(() => chrome.runtime.sendMessage({ to: 'background', name: 'stop' })),
    ).toMatchObject({ ok: true });
    await waitForState(app, 'inactive');
    return (bytes * 8000) / safeMs;
  };
  const small = await record('small');
  const large = await record(12_000_000);
  figures.add({ name: '12 Mbps against “Low”, ratio of the bitrates', value: large / small, atLeast: 2 });
});

// After a failure, this runs in a new worker, has no figures, and fails too.
test('the limits of times', () => figures.judge('Times'));
