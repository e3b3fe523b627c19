import { expect } from '@playwright/test';
import { readBadge } from '../support/badge';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { readRecordings } from '../support/database';
import { countKept, keptBy, lostMs, reportFault, rounds, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { articles, download, openLibrary } from '../support/library';
import { openPopup } from '../support/popup';
import { killBrowser } from '../support/processes';
import { type Choice, readSnapshot, startRecording } from '../support/session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

/** In the short form other browsers record beside this one: an encoder that leaves them room. */
const format = rounds === 1 ? 'webm-vp8' : 'automatic';

/** What may be lost: the timeslice, or the key-frame interval, and 500 ms. */
const kinds: readonly { readonly fault: string; readonly choice: Choice; readonly limitMs: number }[] = [
  {
    fault: '`kill -9`, WebM, 250 ms',
    choice: { timeslice: '250 ms', format },
    limitMs: 750,
  },
  { fault: '`kill -9`, WebM, 1 s', choice: { timeslice: '1 s', format }, limitMs: 1500 },
  { fault: '`kill -9`, MP4 H.264, 1 s', choice: { timeslice: '1 s', format: 'mp4-h264' }, limitMs: 1500 },
  { fault: '`kill -9`, MP4 VP9, 1 s', choice: { timeslice: '1 s', format: 'mp4-vp9' }, limitMs: 1500 },
];

/** Records for 2 s and a random part of one more, and kills the browser. */
async function recordAndKill(app: TestBrowser, page: string, choice: Choice): Promise<number> {
  const tab = await app.context.newPage();
  await tab.goto(page);
  await startRecording(app, tab, choice);
  const safeMs = async () => (await readSnapshot(app)).progress?.safeMs;
  await expect.poll(safeMs, { timeout: 20_000, intervals: [50] }).toBeGreaterThan(1000);
  await tab.waitForTimeout(1000 + 1000 * Math.random());
  return killBrowser(app);
}

/** The newest recording, downloaded and judged, and what the kill took from it. */
async function lossOfNewest(app: TestBrowser, killedAt: number): Promise<number> {
  const library = await openLibrary(app);
  const newest = articles(library).first();
  await expect(newest).toContainText(sentence('recoveredMissing'));
  const { file } = await download(library, newest);
  await library.close();
  const { frames } = await judgeMovingPage(file);
  return lostMs(frames, killedAt);
}

test('kill -9 of every process, again and again: all recordings are found again', async ({ site }) => {
  let app = await launchBrowser(smallWindow);
  try {
    const worst = kinds.map(() => 0);
    let kills = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, { choice }] of kinds.entries()) {
        const before = await readRecordings(app.probe);
        const killedAt = await recordAndKill(app, site.moving, choice);
        kills += 1;
        app = await launchBrowser({ ...smallWindow, profile: app.profile });
        const recovered = () => keptBy(app);
        await expect.poll(recovered, 'the interrupted one is recovered').toBe(kills);
        const after = await readRecordings(app.probe);
        expect(after.slice(0, -1), 'earlier recordings are untouched').toEqual(before);
        expect(after.at(-1)?.state).toBe('interrupted');
        await expect
          .poll(async () => (await readBadge(app)).title, 'the button says it')
          .toMatch(sentence('titleFound'));
        const lost = await lossOfNewest(app, killedAt);
        worst[index] = Math.max(worst[index] ?? 0, lost);
      }
    }
    const recordings = await readRecordings(app.probe);
    for (const [index, { fault, limitMs }] of kinds.entries()) {
      const worstLossMs = worst[index] ?? 0;
      const kept = countKept(recordings.filter((_, at) => at % kinds.length === index));
      reportFault({ fault, rounds, worstLossMs, expected: rounds, kept });
      expect(worstLossMs, fault).toBeLessThan(limitMs);
    }

    // Three crashes in a row, and nobody has answered yet.
    const tab = await app.context.newPage();
    await tab.goto(site.still);
    const popup = await openPopup(app, tab);
    const notice = popup.getByRole('alert');
    await expect(notice).toContainText(sentence('foundTitle'));
    await expect(notice).toContainText(sentence('foundMore_other'));
    const [library] = await Promise.all([
      app.context.waitForEvent('page'),
      notice.getByRole('button', { name: 'Play', exact: true }).click(),
    ]);
    const played = () => library.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
    await expect.poll(played, 'it plays').toBeGreaterThan(0.2);
    const duration = await library.locator('video').evaluate((video: HTMLVideoElement) => video.duration);
    expect(duration, 'it has a duration').toBeGreaterThan(0.5);
    const sought = await library.locator('video').evaluate(
      (video: HTMLVideoElement) =>
        new Promise<number>((resolve) => {
          video.onseeked = () => resolve(video.currentTime / video.duration);
          video.currentTime = video.duration / 2;
        }),
    );
    expect(sought, 'it can be wound').toBeCloseTo(0.5, 1);
    await expect(articles(library)).toHaveCount(kills);
    await expect.poll(async () => (await readBadge(app)).text, 'the notice is answered').toBe('');
    expect(app.complaints).toEqual([]);
  } finally {
    await app.dispose();
  }
});
