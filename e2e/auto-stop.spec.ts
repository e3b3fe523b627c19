import { expect } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { onlyRecording, readSnapshot, startWith, waitForState } from './support/session';
import { test } from './support/test';

/** Lets the recorder take its wake lock through the test, which tells what becomes of it where it can be read later. */
async function followWakeLock(app: TestBrowser): Promise<() => Promise<string | null>> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `{
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (type) => {
        const sentinel = await request(type);
        localStorage.setItem('wake-lock', sentinel.released ? 'refused' : type);
        const release = sentinel.release.bind(sentinel);
        sentinel.release = async () => {
          const released = release();
          localStorage.setItem('wake-lock', 'released');
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
  expect(await wakeLock(), 'a real lock is held').toBe('screen');
  await waitForState(app, 'inactive');
  expect(await wakeLock()).toBe('released');
  const { session } = await readSnapshot(app);
  expect(session).toMatchObject({ last: { saved: true, limit: { what: 'time', ms: 3000 } } });
  expect(session).not.toHaveProperty('last.failure');
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete' });
  await expect.poll(() => app.probe.evaluate('chrome.action.getBadgeText({})')).toBe('✓');
  const { endsAt, complaints } = await decodeMedia(await downloadOnly(app));
  expect(complaints).toEqual([]);
  expect(Math.abs(endsAt - 3)).toBeLessThan(0.5);
});

test.describe('in a large window', () => {
  test.use({ launch: { windowSize: [1280, 800] } });

  test('stops at the size that was set, and says so', async ({ app, tab }) => {
    const options = { source: 'tab', timesliceMs: 250, quality: 20_000_000, stopAtBytes: 1_000_000 } as const;
    await startWith(app, options, tab);
    await waitForState(app, 'inactive');
    expect((await readSnapshot(app)).session).toMatchObject({
      last: { saved: true, limit: { what: 'size', bytes: 1_000_000 } },
    });
    const { bytes } = await onlyRecording(app);
    expect(bytes).toBeGreaterThanOrEqual(1_000_000);
    expect((await decodeMedia(await downloadOnly(app))).complaints).toEqual([]);
  });
});

test('stops ten seconds after the tab’s sound has ended, and says so', async ({ app, tab, site }) => {
  await startWith(app, { source: 'tab', stopOnSilence: true }, tab);
  // Two beeps at least are heard.
  await expect.poll(async () => (await readSnapshot(app)).progress?.safeMs ?? 0).toBeGreaterThan(2000);
  await tab.goto(site.silent);
  const silentFrom = (await readSnapshot(app)).progress?.elapsedMs ?? 0;
  await waitForState(app, 'inactive');
  expect((await readSnapshot(app)).session).toMatchObject({
    last: { saved: true, limit: { what: 'silence', ms: 10_000 } },
  });
  // The last beep came a second before the end of the sound, at most.
  expect((await onlyRecording(app)).durationMs).toBeGreaterThan(silentFrom + 8000);
});
