import { expect, type Page } from '@playwright/test';
import { readBadge } from '../support/badge';
import type { TestBrowser } from '../support/browser';
import { readRecordings } from '../support/database';
import {
  isMeasuring,
  keptBy,
  lostMs,
  reportFault,
  rounds,
  smallWindow,
  staged,
  type Variant,
} from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { judgeSaved } from '../support/judge-saved';
import { articles, download, downloadOnly, openLibrary } from '../support/library';
import { closeOffscreen, findOffscreen } from '../support/offscreen';
import { often } from '../support/often';
import { longestLeapMs } from '../support/picture';
import { isPopupOpen, openPopup } from '../support/popup';
import { logRecorder } from '../support/recorder-log';
import { killServiceWorker } from '../support/service-worker';
import {
  choose,
  onlyRecording,
  readSnapshot,
  readStatus,
  startRecording,
  stop,
  untilSnapshot,
  waitForSlices,
  waitForState,
} from '../support/session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

test.use({ launch: smallWindow, shared: true });

test('the service worker is killed again and again: the recording is not affected', async ({ app, tab }) => {
  const log = await logRecorder(app);
  // In the long form, more bytes would be packed, and then they can't be compared with the events any more. From 256 rows
  // on, a second each, they are anyway.
  await startRecording(
    app,
    tab,
    isMeasuring ? { timeslice: '10 s', quality: 'Low' } : { timeslice: '250 ms' },
  );
  const kills = isMeasuring ? Math.min(Math.max(3, rounds), 20) : 3;
  for (let kill = 0; kill < kills; kill += 1) {
    const until = log.saved.safeMs + (isMeasuring ? 10_000 : 500);
    await log.untilSaved(({ safeMs }) => safeMs > until);
    // It may sleep; any message wakes it.
    await waitForState(app, 'recording');
    await killServiceWorker(app);
  }
  const recording = await stop(app);
  expect(recording).toMatchObject({ state: 'complete' });
  expect(recording.failure).toBeUndefined();
  expect(await judgeSaved(app.probe, recording.id, log), 'events missing').toBe(0);
  const { frames } = await judgeMovingPage(await downloadOnly(app));
  const worstLossMs = longestLeapMs(frames);
  const kept = await keptBy(app);
  reportFault({
    fault: 'Service worker killed',
    rounds: kills,
    worstLossMs,
    limitMs: 500,
    expected: 1,
    kept,
  });
});

/** How far a start has come when the popup closes. */
const moments: readonly (Variant & {
  readonly when: string;
  readonly reached?: (app: TestBrowser) => Promise<void>;
})[] = [
  { when: 'with the click' },
  {
    when: 'once there is a recorder',
    reached: (app) => expect.poll(() => findOffscreen(app), { intervals: [10] }).toBeDefined(),
    onlyMeasured: true,
  },
  {
    when: 'once it opens its sources',
    reached: (app) => untilSnapshot(app, ({ session }) => session.state !== 'inactive'),
  },
  { when: 'once it records', reached: (app) => waitForState(app, 'recording'), onlyMeasured: true },
];

/** Clicks "Start recording"; the popup closes in the same task, or stays. It may be gone before it can answer. */
function clickStart(popup: Page, closes: boolean): Promise<void> {
  return popup
    .evaluate((isLast) => {
      const buttons = [...document.querySelectorAll('button')];
      buttons.find((button) => button.textContent?.startsWith('Start recording'))?.click();
      if (isLast) window.close();
    }, closes)
    .catch(() => undefined);
}

test('the popup closes before the click: nothing starts', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await popup.close();
  expect((await readSnapshot(app)).session.state).toBe('inactive');
  expect(await findOffscreen(app)).toBeUndefined();
});

for (const { when, reached } of staged(moments)) {
  test(`the popup closes ${when}: the recording starts anyway`, async ({ app, tab }) => {
    const popup = await openPopup(app, tab);
    await choose(popup, { timeslice: '250 ms' });
    await clickStart(popup, reached === undefined);
    await reached?.(app);
    if (await isPopupOpen(app)) await popup.close();
    await waitForState(app, 'recording');
    await expect.poll(() => isPopupOpen(app), often).toBe(false);
    await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 0);
    expect(await stop(app)).toMatchObject({ state: 'complete' });
    reportFault({ fault: `Popup closes ${when}`, rounds: 1, expected: 1, kept: await keptBy(app) });
  });
}

test('the offscreen document is closed from outside: recovered and announced', async ({ app, tab }) => {
  let worstLossMs = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const log = await logRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await log.untilSaved(({ sliceCount }) => sliceCount > 5);
    const closedAt = await app.probe.evaluate(async () => {
      const at = Date.now();
      await chrome.offscreen.closeDocument();
      return at;
    });
    const newest = async () => (await readRecordings(app.probe)).at(-1);
    await expect.poll(async () => (await newest())?.state, { intervals: [20] }).toBe('interrupted');
    await expect
      .poll(() => readBadge(app), { intervals: [20] })
      .toMatchObject({ text: '!', title: expect.stringMatching(sentence('titleRecovered')) });
    if (isMeasuring) expect(Date.now() - closedAt, 'ms until it was announced').toBeLessThan(3000);
    await judgeSaved(app.probe, (await newest())?.id ?? '', log);

    const popup = await openPopup(app, tab);
    const notice = popup.getByRole('alert');
    await expect(notice).toContainText(sentence('recoveredTitle'));
    await notice.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(notice).toHaveCount(0);
    await popup.close();
    await expect.poll(() => readBadge(app), often).toEqual({ text: '', title: 'Timeslice' });

    const library = await openLibrary(app);
    const { file } = await download(library, articles(library).first());
    await library.close();
    worstLossMs = Math.max(worstLossMs, lostMs((await judgeMovingPage(file)).frames, closedAt));
  }
  const kept = await keptBy(app);
  reportFault({
    fault: 'Offscreen document closed',
    rounds,
    worstLossMs,
    limitMs: 750,
    expected: rounds,
    kept,
  });
});

test('the recorder dies while the service worker sleeps: announced when it wakes', async ({ app, tab }) => {
  const log = await logRecorder(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 4);
  await killServiceWorker(app);
  await closeOffscreen(app);
  await expect.poll(() => findOffscreen(app), often).toBeUndefined();
  // The first call wakes it; then it looks for interrupted recordings.
  await expect
    .poll(() => readStatus(app), often)
    .toMatchObject({
      snapshot: { session: { state: 'inactive', last: { saved: true, failure: { code: 'recorder-gone' } } } },
      notices: { recovered: [{ durationMs: expect.any(Number) }] },
    });
  const { id, state } = await onlyRecording(app);
  expect(state).toBe('interrupted');
  await judgeSaved(app.probe, id, log);
  await expect.poll(async () => (await readBadge(app)).title, often).toMatch(sentence('titleRecovered'));
  const kept = await keptBy(app);
  reportFault({ fault: 'Recorder gone while the service worker sleeps', rounds: 1, expected: 1, kept });
});
