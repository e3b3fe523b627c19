import { expect, type Page } from '@playwright/test';
import { readBadge } from '../support/badge';
import type { TestBrowser } from '../support/browser';
import { readRecordings, readSlices } from '../support/database';
import { keptBy, lostMs, reportFault, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { articles, download, openLibrary } from '../support/library';
import { decodeMedia } from '../support/media-file';
import { inPopup, readSnapshot, startRecording, stopRecording, waitForState } from '../support/session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

test.use({ launch: smallWindow });

/** Waits until the recording in progress has that much more on disk, in ms. */
async function waitForMore(app: TestBrowser, ms: number): Promise<void> {
  const safeMs = async () => (await readSnapshot(app)).progress?.safeMs ?? 0;
  const before = await safeMs();
  await expect.poll(safeMs, { timeout: 15_000, intervals: [50] }).toBeGreaterThan(before + ms);
}

test('the tab goes elsewhere and the recording goes on; it crashes, and that is said until it is back', async ({
  app,
  tab,
  site,
}) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForMore(app, 800);
  await tab.goto(site.origin.replace('127.0.0.1', 'localhost').concat('/moving'));
  await waitForMore(app, 800);

  const crashed = tab.waitForEvent('crash');
  await tab.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const crashedAt = Date.now();
  await expect
    .poll(async () => (await readBadge(app)).title, { intervals: [50] })
    .toMatch(sentence('titleTabCrashed'));
  const noticedMs = Date.now() - crashedAt;
  expect(noticedMs, 'ms until it was noticed').toBeLessThan(3000);
  const other = await app.context.newPage();
  await other.goto(site.still);
  await inPopup(app, other, async (popup) => {
    await expect(popup.getByRole('alert')).toContainText(sentence('tabCrashedTitle'));
    await expect(popup.getByRole('alert')).toContainText(sentence('tabCrashedTodo'));
  });

  await app.probe.evaluate(async () => {
    const tabs = await chrome.tabs.query({});
    await chrome.tabs.reload(tabs.find(({ status }) => status === 'unloaded')?.id ?? 0);
  });
  await waitForMore(app, 1000);
  await expect.poll(() => readBadge(app), 'the warning goes').toMatchObject({ text: 'REC' });
  const recording = await stopRecording(app, other);
  expect(recording.state).toBe('complete');
  expect(recording.sliceCount).toBe((await readSlices(app.probe)).length);
  const library = await openLibrary(app);
  const { file } = await download(library, articles(library));
  const { videoFrames, complaints } = await decodeMedia(file);
  expect(complaints).toEqual([]);
  expect(videoFrames).toBeGreaterThan(60);
  for (const fault of ['Tab goes to another site', 'Tab crashed, and reloaded']) {
    reportFault({ fault, rounds: 1, expected: 1, kept: await keptBy(app) });
  }
});

const ends: readonly {
  readonly fault: string;
  readonly end: (app: TestBrowser, tab: Page) => Promise<unknown>;
}[] = [
  { fault: 'Tab closed', end: (_app, tab) => tab.close() },
  {
    fault: 'Tab discarded',
    async end(app, tab) {
      await app.probe.bringToFront();
      const { id } = await recordedTab(app);
      await Promise.all([
        tab.waitForEvent('close'),
        app.probe.evaluate((tabId) => chrome.tabs.discard(tabId), id),
      ]);
    },
  },
  {
    fault: 'Window closed',
    async end(app) {
      const { windowId } = await recordedTab(app);
      await app.probe.evaluate((id) => chrome.windows.remove(id), windowId);
    },
  },
];

async function recordedTab(app: TestBrowser) {
  const tab = (await readSnapshot(app)).progress?.tab;
  if (tab === undefined) throw new Error('No tab is being recorded');
  return tab;
}

/** Opens a page in a window of its own. */
async function openWindow(app: TestBrowser, url: string): Promise<Page> {
  const [page] = await Promise.all([
    app.context.waitForEvent('page'),
    app.probe.evaluate((address) => chrome.windows.create({ url: address, focused: true }), url),
  ]);
  await page.waitForLoadState();
  return page;
}

test('the tab is closed, discarded, or its window is closed: saved, with the reason', async ({
  app,
  site,
}) => {
  for (const [index, { fault, end }] of ends.entries()) {
    const tab = await openWindow(app, site.moving);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForMore(app, 1500);
    const endedAt = Date.now();
    await end(app, tab);
    await waitForState(app, 'inactive');
    const recordings = await readRecordings(app.probe);
    expect(recordings, fault).toHaveLength(index + 1);
    expect(recordings.at(-1), fault).toMatchObject({ state: 'complete', failure: { code: 'tab-closed' } });
    const library = await openLibrary(app);
    const { file } = await download(library, articles(library).first());
    await library.close();
    const worstLossMs = lostMs((await judgeMovingPage(file)).frames, endedAt);
    expect(worstLossMs, fault).toBeLessThan(750);
    reportFault({ fault, rounds: 1, worstLossMs, expected: 1, kept: (await keptBy(app)) - index });
  }
});
