import { expect } from '@playwright/test';
import { readBadge } from '../support/badge';
import type { TestBrowser } from '../support/browser';
import { readRecordings } from '../support/database';
import { countKept, keptBy, lostMs, reportFault, rounds, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { articles, download, openLibrary } from '../support/library';
import { killExtensionProcess } from '../support/processes';
import { openExtensionsPage, openProbe, reloadExtension } from '../support/reload';
import { findServiceWorker } from '../support/service-worker';
import { readSnapshot, startRecording, waitForSlices } from '../support/session';
import { evaluateIn } from '../support/target-session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

// The fixtures' own look into the extension ends with it.
test.use({ tolerant: true, launch: smallWindow });

const faults = [
  { fault: 'Extension reloaded by hand', strike: async () => undefined },
  { fault: 'Extension’s process killed, then reloaded', strike: killExtensionProcess },
];

/** Waits until the recording is recovered and told, and returns what was lost of it. */
async function lossAfter(app: TestBrowser, kept: number, struckAt: number): Promise<number> {
  await expect.poll(() => keptBy(app)).toBe(kept);
  expect((await readRecordings(app.probe)).at(-1)?.state).toBe('interrupted');
  await expect.poll(async () => (await readBadge(app)).title).toMatch(sentence('titleFound'));
  const library = await openLibrary(app);
  const { file } = await download(library, articles(library).first());
  await library.close();
  return lostMs((await judgeMovingPage(file)).frames, struckAt);
}

test('the extension is reloaded, or its process dies: recovered at once', async ({ app: first, tab }) => {
  const extensions = await openExtensionsPage(first);
  let app = first;
  let kept = 0;
  for (const { fault, strike } of faults) {
    let worstLossMs = 0;
    const before = kept;
    for (let round = 0; round < rounds; round += 1) {
      await startRecording(app, tab, { timeslice: '250 ms' });
      const safeMs = async () => (await readSnapshot(app)).progress?.safeMs;
      await expect.poll(safeMs, { intervals: [50] }).toBeGreaterThan(2000);
      const struckAt = Date.now();
      await strike(app);
      app = await reloadExtension(app, extensions);
      kept += 1;
      worstLossMs = Math.max(worstLossMs, await lossAfter(app, kept, struckAt));
    }
    reportFault({ fault, rounds, worstLossMs, expected: rounds, kept: (await keptBy(app)) - before });
    expect(worstLossMs, fault).toBeLessThan(750);
  }
});

test('a new version waits for the end of the recording', async ({ app, tab }) => {
  await openExtensionsPage(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await app.probe.evaluate(() => chrome.storage.session.set({ before: true }));
  const worker = await findServiceWorker(app);
  // The browser's own event, without the wait for a store.
  const announce = `chrome.runtime.onUpdateAvailable.dispatch({ version: '9' })`;
  await evaluateIn(app.cdp, worker?.targetId ?? '', announce);
  await waitForSlices(app, 6);
  expect((await readSnapshot(app)).session.state).toBe('recording');
  // A page of ours would put it off further.
  await app.probe.goto('about:blank');
  await tab.close();
  await expect.poll(() => findServiceWorker(app), 'the old one ends').not.toEqual(worker);

  const probe = await openProbe(app);
  expect(await probe.evaluate(() => chrome.storage.session.get('before')), 'reloaded').toEqual({});
  const recordings = await readRecordings(probe);
  expect(recordings).toHaveLength(1);
  expect(recordings[0]).toMatchObject({ state: 'complete', failure: { code: 'tab-closed' } });
  reportFault({ fault: 'Update under way', rounds: 1, expected: 1, kept: countKept(recordings) });
});
