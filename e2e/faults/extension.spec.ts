import { expect } from '@playwright/test';
import { readBadge } from '../support/badge';
import type { TestBrowser } from '../support/browser';
import { readRecordings } from '../support/database';
import {
  countKept,
  isMeasuring,
  keptBy,
  lostMs,
  reportFault,
  rounds,
  smallWindow,
} from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { judgeSaved } from '../support/judge-saved';
import { articles, download, openLibrary } from '../support/library';
import { often } from '../support/often';
import { killExtensionProcess } from '../support/processes';
import { logRecorder, type RecorderLog } from '../support/recorder-log';
import { openExtensionsPage, openProbe, reloadExtension } from '../support/reload';
import { findServiceWorker, untilGone } from '../support/service-worker';
import { ask, readSnapshot, startRecording, waitForSlices } from '../support/session';
import { evaluateIn } from '../support/target-session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

// The page through which the fixtures see the extension closes with it.
test.use({ tolerant: true, launch: smallWindow });

interface Fault {
  readonly fault: string;
  readonly title: string;
  readonly strike: (app: TestBrowser, log: RecorderLog) => Promise<unknown>;
  /** How many events that weren't reported as saved may be missing. */
  readonly mayMiss: number;
}

const faults: readonly Fault[] = [
  {
    fault: 'Extension reloaded by hand',
    title: 'the extension is reloaded',
    strike: async () => undefined,
    // How many come before it has ended depends on the machine.
    mayMiss: Number.POSITIVE_INFINITY,
  },
  {
    fault: 'Extension’s process killed, then reloaded',
    title: 'the extension’s process is killed',
    async strike(app, log) {
      if (!isMeasuring) await log.haltAtDelivery();
      await killExtensionProcess(app);
    },
    mayMiss: isMeasuring ? Number.POSITIVE_INFINITY : 1,
  },
];

/** Downloads the newest recording and judges it. @returns what was lost of it, in ms */
async function judgeNewest(app: TestBrowser, struckAt: number): Promise<number> {
  const library = await openLibrary(app);
  const { file } = await download(library, articles(library).first());
  await library.close();
  return lostMs((await judgeMovingPage(file)).frames, struckAt);
}

for (const { fault, title, strike, mayMiss } of faults) {
  test(`${title}: recovered and announced, with everything that was reported as saved`, async ({
    app: first,
    tab,
  }) => {
    const extensions = await openExtensionsPage(first);
    let app = first;
    let worstLossMs = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const log = await logRecorder(app);
      await startRecording(app, tab, { timeslice: '250 ms' });
      await log.untilSaved(({ sliceCount }) => sliceCount >= 6);
      const struckAt = Date.now();
      await strike(app, log);
      app = await reloadExtension(app, extensions);
      await expect.poll(() => keptBy(app), often).toBe(round);
      const recording = (await readRecordings(app.probe)).at(-1);
      expect(recording?.state).toBe('interrupted');
      await expect.poll(async () => (await readBadge(app)).title, often).toMatch(sentence('titleRecovered'));
      const missing = await judgeSaved(app.probe, recording?.id ?? '', log);
      expect(missing, 'events missing').toBeLessThanOrEqual(mayMiss);
      worstLossMs = Math.max(worstLossMs, await judgeNewest(app, struckAt));
    }
    reportFault({ fault, rounds, worstLossMs, limitMs: 750, expected: rounds, kept: await keptBy(app) });
  });
}

test('a new version waits for the end of the recording, and until the user has read how that ended', async ({
  app,
  tab,
}) => {
  await openExtensionsPage(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await app.probe.evaluate(() => chrome.storage.session.set({ before: true }));
  const worker = await findServiceWorker(app);
  // The browser's own event, without waiting for a store.
  const announce = `chrome.runtime.onUpdateAvailable.dispatch({ version: '9' })`;
  if (worker === undefined) throw new Error('The service worker does not run');
  const inWorker = (expression: string) => evaluateIn(app.cdp, worker.targetId, expression);
  await inWorker(announce);
  await waitForSlices(app, 6);
  expect((await readSnapshot(app)).session.state).toBe('recording');
  // An open page of ours would delay it further.
  await app.probe.goto('about:blank');
  await tab.close();
  await expect.poll(() => inWorker('chrome.action.getBadgeText({})'), often).not.toMatch(/REC|^$/);
  const reader = await openProbe(app);
  expect(await reader.evaluate(() => chrome.storage.session.get('before'))).toEqual({ before: true });
  for (const name of ['seeSaved', 'dismiss'] as const) {
    expect(await ask({ ...app, probe: reader }, { to: 'background', name })).toMatchObject({ ok: true });
  }
  await reader.goto('about:blank');
  // It would come with the next start of the worker.
  await inWorker(announce);
  await untilGone(app, worker);

  const probe = await openProbe(app);
  expect(await probe.evaluate(() => chrome.storage.session.get('before')), 'reloaded').toEqual({});
  const recordings = await readRecordings(probe);
  expect(recordings).toHaveLength(1);
  expect(recordings[0]).toMatchObject({ state: 'complete', failure: { code: 'tab-closed' } });
  reportFault({ fault: 'Update under way', rounds: 1, expected: 1, kept: countKept(recordings) });
});
