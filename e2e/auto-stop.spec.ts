import { expect } from '@playwright/test';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { evaluateOffscreen } from './support/offscreen';
import { onlyRecording, readSnapshot, startWith, waitForState } from './support/session';
import { test } from './support/test';

test('stops after the time that was set, and says so', async ({ app, tab }) => {
  await startWith(app, { source: 'tab', stopAfterMs: 3000 }, tab);
  expect(await evaluateOffscreen(app, 'navigator.wakeLock !== undefined')).toBe(true);
  await waitForState(app, 'inactive');
  const { session } = await readSnapshot(app);
  expect(session).toMatchObject({ last: { saved: true, limit: 'time' } });
  expect(session).not.toHaveProperty('last.failure');
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete' });
  await expect.poll(() => app.probe.evaluate('chrome.action.getBadgeText({})')).toBe('✓');
  const { endsAt, complaints } = await decodeMedia(await downloadOnly(app));
  expect(complaints).toEqual([]);
  expect(Math.abs(endsAt - 3)).toBeLessThan(0.5);
});

test('stops at the size that was set, and says so', async ({ app, tab }) => {
  await startWith(app, { source: 'tab', timesliceMs: 250, quality: 20_000_000, stopAtBytes: 1_000_000 }, tab);
  await waitForState(app, 'inactive');
  expect((await readSnapshot(app)).session).toMatchObject({ last: { saved: true, limit: 'size' } });
  const { bytes } = await onlyRecording(app);
  expect(bytes).toBeGreaterThanOrEqual(1_000_000);
  expect((await decodeMedia(await downloadOnly(app))).complaints).toEqual([]);
});
