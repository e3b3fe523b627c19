import { expect } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { waitForBeep } from './support/clock-on-disk';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { paintNoise } from './support/noise';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { often } from './support/often';
import { expectCard, expectSaved, expectSavedBadge } from './support/saved-card';
import { inPopup, onlyRecording, readSnapshot, startWith, waitForState } from './support/session';
import { loudnessWindowMs, readLoudness } from './support/sound';
import { test } from './support/test';

test.use({ shared: true });

/** Wraps the recorder's wake lock, and returns a reader of its states, in order, that outlives the recorder. */
async function followWakeLock(app: TestBrowser): Promise<() => Promise<string | null>> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `{
      const note = (state) =>
        localStorage.setItem('wake-lock', (localStorage.getItem('wake-lock') ?? '') + state + ' ');
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (type) => {
        const sentinel = await request(type);
        note(sentinel.released ? 'refused' : type);
        const release = sentinel.release.bind(sentinel);
        sentinel.release = async () => {
          const released = release();
          note('released');
          return released;
        };
        return sentinel;
      };
    }`,
  );
  return () => app.probe.evaluate(() => localStorage.getItem('wake-lock'));
}

test('stops after the time that was set, and says so; the screen is kept awake until then', async ({
  app,
  tab,
}) => {
  const wakeLock = await followWakeLock(app);
  await startWith(app, { source: 'tab', stopAfterMs: 3000 }, tab);
  await waitForState(app, 'inactive');
  await expect
    .poll(wakeLock, { message: 'a real lock was held', ...often })
    .toMatch(/^(?:screen )+released $/);
  const { session } = await readSnapshot(app);
  expect(session).toMatchObject({ last: { saved: true, limit: { what: 'time', ms: 3000 } } });
  expect(session).not.toHaveProperty('last.failure');
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete' });
  await expectSavedBadge(app);
  await inPopup(app, tab, async (popup) => {
    await expect(popup.getByRole('status')).toHaveText('Saved: stopped after 3 s');
    await expectCard(popup, await onlyRecording(app));
  });
  const { durationMs } = await onlyRecording(app);
  expect(durationMs, 'not too early').toBeGreaterThanOrEqual(3000);
  expect(durationMs, 'and not much later').toBeLessThan(13_000);
  const { endsAt, complaints } = await decodeMedia(await downloadOnly(app));
  expect(complaints).toEqual([]);
  // The first frames may be late, and a busy machine may notice the limit late.
  expect(endsAt, 's').toBeGreaterThan(0.5);
  expect(endsAt).toBeLessThan(13);
});

test('stops at the size that was set, and says so', async ({ app, tab }) => {
  await paintNoise(tab);
  const options = { source: 'tab', timesliceMs: 250, quality: 20_000_000, stopAtBytes: 1_000_000 } as const;
  await startWith(app, options, tab);
  await waitForState(app, 'inactive');
  expect((await readSnapshot(app)).session).toMatchObject({
    last: { saved: true, limit: { what: 'size', bytes: 1_000_000 } },
  });
  await expectSaved(app, tab);
  const { bytes } = await onlyRecording(app);
  expect(bytes).toBeGreaterThanOrEqual(1_000_000);
  // At 2.5 MB/s, a busy machine may notice the limit seconds late.
  expect(bytes).toBeLessThan(20_000_000);
  expect((await decodeMedia(await downloadOnly(app))).complaints).toEqual([]);
});

test('stops ten seconds after the tab’s sound has ended, and says so', async ({ app, tab, site }) => {
  await startWith(app, { source: 'tab', stopOnSilence: true }, tab);
  await waitForBeep(app);
  await tab.goto(site.silent);
  await waitForState(app, 'inactive');
  expect((await readSnapshot(app)).session).toMatchObject({
    last: { saved: true, limit: { what: 'silence', ms: 10_000 } },
  });
  await expectSaved(app, tab);
  const file = await downloadOnly(app);
  const loudness = await readLoudness(file);
  const loud = loudness.map((level) => level > 0.05);
  expect(loud, 'the sound is in the file').toContain(true);
  // The level is sampled, so the end of the last beep is known to within about 100 ms.
  const silentMs = (loud.length - 1 - loud.lastIndexOf(true)) * loudnessWindowMs;
  expect(silentMs, 'ms of silence at the end').toBeGreaterThan(8000);
  expect(silentMs).toBeLessThan(20_000);
});
