import { expect, type Page } from '@playwright/test';
import { readBadge } from '../support/badge';
import { readRecordings, readSlices } from '../support/database';
import { countKept, keptBy, lostMs, reportFault, rounds, smallWindow } from '../support/fault-report';
import { judgeMovingPage, longestLeapMs } from '../support/judge';
import { articles, download, downloadOnly, openLibrary } from '../support/library';
import { closeOffscreen, findOffscreen } from '../support/offscreen';
import { isPopupOpen, openPopup } from '../support/popup';
import { findServiceWorker, killServiceWorker } from '../support/service-worker';
import {
  ask,
  choose,
  onlyRecording,
  readSnapshot,
  readStatus,
  startRecording,
  stopRecording,
  waitForSlices,
  waitForState,
} from '../support/session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

test.use({ launch: smallWindow });

const isShort = rounds === 1;

test('the service worker is killed again and again: the recording notices nothing', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  const kills = isShort ? 3 : rounds;
  for (let kill = 0; kill < kills; kill += 1) {
    await tab.waitForTimeout(isShort ? 700 : 10_000);
    if ((await findServiceWorker(app)) !== undefined) await killServiceWorker(app);
    // The next kill needs one to kill.
    if (kill % 2 === 1) await waitForState(app, 'recording');
  }
  const recording = await stopRecording(app, tab);
  expect(recording).toMatchObject({ state: 'complete' });
  expect(recording.failure).toBeUndefined();
  const { frames } = await judgeMovingPage(await downloadOnly(app));
  const worstLossMs = longestLeapMs(frames);
  expect(worstLossMs, 'ms missing').toBeLessThan(500);
  const kept = await keptBy(app);
  reportFault({ fault: 'Service worker killed', rounds: kills, worstLossMs, expected: 1, kept });
});

test('the popup is closed at every step of a start', async ({ app, tab }) => {
  const click = (popup: Page, closeAfterMs: number) =>
    // The popup may be gone before it can answer.
    popup
      .evaluate((ms) => {
        const buttons = [...document.querySelectorAll('button')];
        buttons.find((button) => button.textContent?.startsWith('Start recording'))?.click();
        if (ms === 0) window.close();
        else setTimeout(() => window.close(), ms);
      }, closeAfterMs)
      .catch(() => undefined);

  const opened = await openPopup(app, tab);
  await opened.close();
  expect((await readSnapshot(app)).session.state).toBe('inactive');

  const steps = [0, 20, 100, 400];
  for (const [index, closeAfterMs] of steps.entries()) {
    const popup = await openPopup(app, tab);
    await choose(popup, { timeslice: '250 ms' });
    await click(popup, closeAfterMs);
    await waitForState(app, 'recording');
    await expect.poll(() => isPopupOpen(app)).toBe(false);
    await tab.waitForTimeout(300);
    await ask(app, { to: 'background', name: 'stop' });
    await waitForState(app, 'inactive');
    expect(await readRecordings(app.probe)).toHaveLength(index + 1);
  }
  const recordings = await readRecordings(app.probe);
  expect(recordings.map(({ state }) => state)).toEqual(steps.map(() => 'complete'));
  reportFault({
    fault: 'Popup closed at a step of the start',
    rounds: steps.length + 1,
    expected: steps.length,
    kept: countKept(recordings),
  });
});

test('the offscreen document is closed from outside: recovered and told at once', async ({ app, tab }) => {
  let worstLossMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    await startRecording(app, tab, { timeslice: '250 ms' });
    const id = (await readSnapshot(app)).session;
    const slices = async () => {
      const ours = id.state === 'inactive' ? '' : id.recordingId;
      return (await readSlices(app.probe)).filter(({ recordingId }) => recordingId === ours).length;
    };
    await expect.poll(slices, { intervals: [50] }).toBeGreaterThan(5);
    const closedAt = await app.probe.evaluate(async () => {
      const at = Date.now();
      await chrome.offscreen.closeDocument();
      return at;
    });
    const newest = async () => (await readRecordings(app.probe)).at(-1)?.state;
    await expect.poll(newest, { intervals: [20] }).toBe('interrupted');
    await expect
      .poll(() => readBadge(app), { intervals: [20] })
      .toMatchObject({ text: '!', title: expect.stringMatching(sentence('titleFound')) });
    expect(Date.now() - closedAt, 'ms until it was told').toBeLessThan(3000);

    const popup = await openPopup(app, tab);
    const notice = popup.getByRole('alert');
    await expect(notice).toContainText(sentence('foundTitle'));
    await notice.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(notice).toHaveCount(0);
    await popup.close();
    await expect.poll(() => readBadge(app)).toEqual({ text: '', title: 'Timeslice' });

    const library = await openLibrary(app);
    const { file } = await download(library, articles(library).first());
    await library.close();
    worstLossMs = Math.max(worstLossMs, lostMs((await judgeMovingPage(file)).frames, closedAt));
  }
  const kept = await keptBy(app);
  reportFault({ fault: 'Offscreen document closed', rounds, worstLossMs, expected: rounds, kept });
  expect(worstLossMs).toBeLessThan(750);
  expect(kept).toBe(rounds);
});

test('the recorder dies while the service worker sleeps: told when it wakes', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 4);
  await killServiceWorker(app);
  await closeOffscreen(app);
  await expect.poll(() => findOffscreen(app)).toBeUndefined();
  // The first question wakes it; then it looks for what was interrupted.
  await expect
    .poll(() => readStatus(app))
    .toMatchObject({
      snapshot: { session: { state: 'inactive', last: { saved: true, failure: { code: 'recorder-gone' } } } },
      notices: { recovered: [{ durationMs: expect.any(Number) }] },
    });
  expect((await onlyRecording(app)).state).toBe('interrupted');
  await expect.poll(async () => (await readBadge(app)).title).toMatch(sentence('titleFound'));
  const kept = await keptBy(app);
  reportFault({ fault: 'Recorder gone while the worker sleeps', rounds: 1, expected: 1, kept });
});
