import { expect, type Page } from '@playwright/test';
import { readBadge } from '../support/badge';
import type { TestBrowser } from '../support/browser';
import { waitUntilRecorded } from '../support/clock-on-disk';
import { readSlices } from '../support/database';
import {
  isMeasuring,
  keptBy,
  lostMs,
  reportFault,
  smallWindow,
  staged,
  type Variant,
} from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { judgeSaved } from '../support/judge-saved';
import { downloadOnly } from '../support/library';
import { decodeMedia } from '../support/media-file';
import { often } from '../support/often';
import { clockDifferenceMs, readFrames } from '../support/picture';
import { logRecorder } from '../support/recorder-log';
import {
  inPopup,
  onlyRecording,
  readSafeMs,
  readSnapshot,
  startRecording,
  stop,
  waitForState,
  waitUntilSafe,
} from '../support/session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

test.use({ launch: smallWindow, shared: true });

/** Waits until the recording in progress has this much more on disk, in ms. */
async function waitForMore(app: TestBrowser, ms: number): Promise<void> {
  await waitUntilSafe(app, (await readSafeMs(app)) + ms);
}

test('the tab goes to another site: the recording continues', async ({ app, tab, site }) => {
  const log = await logRecorder(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForMore(app, 800);
  await tab.goto(site.origin.replace('127.0.0.1', 'localhost').concat('/moving'));
  await waitForMore(app, 800);
  const { id, state, failure } = await stop(app);
  expect(state).toBe('complete');
  expect(failure).toBeUndefined();
  expect(await judgeSaved(app.probe, id, log), 'events missing').toBe(0);
  expect((await decodeMedia(await downloadOnly(app))).complaints).toEqual([]);
  const kept = await keptBy(app);
  reportFault({ fault: 'Tab goes to another site', rounds: 1, expected: 1, kept });
});

test('the tab crashes: a warning shows until it is reloaded, and the recording continues', async ({
  app,
  tab,
  site,
}) => {
  const log = await logRecorder(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForMore(app, 800);
  await waitUntilRecorded(app, Date.now());

  const crashed = tab.waitForEvent('crash');
  await tab.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const crashedAt = Date.now();
  await expect
    .poll(async () => (await readBadge(app)).title, { intervals: [50] })
    .toMatch(sentence('titleTabCrashed'));
  if (isMeasuring) expect(Date.now() - crashedAt, 'ms until it was announced').toBeLessThan(3000);
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
  const reloadedAt = Date.now();
  await waitUntilRecorded(app, reloadedAt);
  await waitForMore(app, 1000);
  await expect
    .poll(() => readBadge(app), { message: 'the warning goes', ...often })
    .toMatchObject({ text: 'REC' });
  const { id, state, sliceCount } = await stop(app);
  expect(state).toBe('complete');
  expect(sliceCount).toBe((await readSlices(app.probe)).length);
  expect(await judgeSaved(app.probe, id, log), 'events missing').toBe(0);
  const file = await downloadOnly(app);
  const { videoFrames, complaints } = await decodeMedia(file);
  expect(complaints).toEqual([]);
  if (isMeasuring) expect(videoFrames).toBeGreaterThan(60);
  const clocks = (await readFrames(file)).flatMap(({ clock }) => clock ?? []);
  expect(clockDifferenceMs(crashedAt, clocks[0] ?? Number.NaN), 'frames of before').toBeGreaterThan(0);
  expect(clockDifferenceMs(clocks.at(-1) ?? Number.NaN, reloadedAt), 'and after').toBeGreaterThan(0);
  const kept = await keptBy(app);
  reportFault({ fault: 'Tab crashed, and reloaded', rounds: 1, expected: 1, kept });
});

const ends: readonly (Variant & {
  readonly fault: string;
  readonly title: string;
  readonly end: (app: TestBrowser, tab: Page) => Promise<unknown>;
})[] = [
  {
    fault: 'Tab closed',
    title: 'the tab is closed',
    end: (_app, tab) => tab.close(),
    onlyMeasured: true,
  },
  {
    fault: 'Tab discarded',
    title: 'the tab is discarded',
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
    title: 'the window is closed',
    async end(app) {
      const { windowId } = await recordedTab(app);
      await app.probe.evaluate((id) => chrome.windows.remove(id), windowId);
    },
  },
];

async function recordedTab(app: TestBrowser) {
  const { tab } = await readSnapshot(app);
  if (tab === undefined) throw new Error('No tab is being recorded');
  return tab;
}

/** Opens a page in a new window. */
async function openWindow(app: TestBrowser, url: string): Promise<Page> {
  const [page] = await Promise.all([
    app.context.waitForEvent('page'),
    app.probe.evaluate((address) => chrome.windows.create({ url: address, focused: true }), url),
  ]);
  await page.waitForLoadState();
  return page;
}

for (const { fault, title, end } of staged(ends)) {
  test(`${title}: everything recorded is saved, with the reason`, async ({ app, site }) => {
    const tab = await openWindow(app, site.moving);
    const log = await logRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForMore(app, 1500);
    const endedAt = Date.now();
    await end(app, tab);
    await waitForState(app, 'inactive');
    const recording = await onlyRecording(app);
    expect(recording).toMatchObject({ state: 'complete', failure: { code: 'tab-closed' } });
    expect(await judgeSaved(app.probe, recording.id, log), 'events missing').toBe(0);
    const { frames } = await judgeMovingPage(await downloadOnly(app));
    const worstLossMs = lostMs(frames, endedAt);
    reportFault({ fault, rounds: 1, worstLossMs, limitMs: 750, expected: 1, kept: await keptBy(app) });
  });
}
