import { expect } from '@playwright/test';
import { readBadge } from '../support/badge';
import { type LaunchOptions, launchBrowser, type TestBrowser } from '../support/browser';
import { plantOrphan, readRecordings } from '../support/database';
import { expectUntouched, plantEarlier } from '../support/earlier-recording';
import {
  countKept,
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
import { expectCovered, judgeSaved } from '../support/judge-saved';
import { articles, download, openLibrary } from '../support/library';
import { often } from '../support/often';
import { clickAway, openPopup } from '../support/popup';
import { killBrowser } from '../support/processes';
import { logRecorder, type RecorderLog, type SavedReport } from '../support/recorder-log';
import { type Choice, startRecording, stop, waitForSlices } from '../support/session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

interface Kind extends Variant {
  readonly name: string;
  readonly choice: Choice;
  readonly launch?: LaunchOptions;
  /** What must be on disk before the kill. */
  readonly isEnough: (saved: SavedReport) => boolean;
  /** The most that may be lost, in ms: the timeslice (1 s if it is longer, and for MP4) plus 500 ms. */
  readonly limitMs: number;
}

/**
 * On a busy machine, the default format's encoder may fall behind for seconds, so most record one that keeps up. It passes
 * the worker for its colors; the other doesn't.
 */
const [vp9, vp8] = isMeasuring ? ['automatic', 'automatic'] : ['webm-vp9', 'webm-vp8'];
const slices = (count: number) => (saved: SavedReport) => saved.sliceCount >= count;

const kinds: readonly Kind[] = [
  {
    name: 'WebM, 250 ms',
    choice: { timeslice: '250 ms', format: vp9 },
    isEnough: slices(4),
    limitMs: 750,
  },
  {
    name: 'WebM, 1 s',
    choice: { timeslice: '1 s', format: vp8 },
    isEnough: slices(2),
    limitMs: 1500,
    onlyMeasured: true,
  },
  {
    name: 'WebM, 10 s, saved in drafts',
    choice: { timeslice: '10 s', format: vp8 },
    isEnough: ({ safeMs }) => safeMs > 1500,
    limitMs: 1500,
  },
  {
    name: 'MP4 H.264, 1 s',
    choice: { timeslice: '1 s', format: 'mp4-h264' },
    isEnough: slices(2),
    limitMs: 1500,
  },
  {
    name: 'MP4 VP9, 1 s',
    choice: { timeslice: '1 s', format: 'mp4-vp9' },
    isEnough: slices(2),
    limitMs: 1500,
    onlyMeasured: true,
  },
  {
    name: 'SQLite backend, 250 ms',
    choice: { timeslice: '250 ms', format: vp8 },
    launch: { args: ['--enable-features=IdbSqliteBackingStore'] },
    isEnough: slices(4),
    limitMs: 750,
  },
];

/**
 * Records and kills the browser: when measuring, at a random moment; otherwise during a `dataavailable` event that
 * comes while the disk is idle.
 */
async function recordAndKill(
  app: TestBrowser,
  page: string,
  { choice, isEnough }: Kind,
): Promise<{ readonly log: RecorderLog; readonly killedAt: number }> {
  const tab = await app.context.newPage();
  await tab.goto(page);
  const log = await logRecorder(app);
  await startRecording(app, tab, choice);
  await log.untilSaved(isEnough);
  if (isMeasuring) await randomMoment();
  else await log.haltAtDelivery();
  return { log, killedAt: await killBrowser(app) };
}

/** Up to two seconds later, anywhere between two slices: the moment of the kill is part of this fault. */
function randomMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2000 * Math.random()));
}

/** Downloads the newest recording and judges it. @returns what the kill took from it, in ms */
async function judgeNewest(app: TestBrowser, killedAt: number, durationMs: number): Promise<number> {
  const library = await openLibrary(app);
  const newest = articles(library).first();
  await expect(newest).toContainText(sentence('recoveredMissing'));
  const { file } = await download(library, newest);
  await library.close();
  const { frames, endsAt } = await judgeMovingPage(file);
  expectCovered(endsAt, durationMs);
  return lostMs(frames, killedAt);
}

for (const kind of staged(kinds)) {
  const { name, launch, limitMs } = kind;
  const title = `kill -9 (${name}): what was reported as saved is there, and at most one later event is missing`;
  test(title, async ({ site }) => {
    const options = { ...smallWindow, ...launch };
    let app = await launchBrowser(options);
    try {
      const earlier = await plantEarlier(app.probe);
      let worstLossMs = 0;
      for (let round = 1; round <= rounds; round += 1) {
        const before = await readRecordings(app.probe);
        const { log, killedAt } = await recordAndKill(app, site.moving, kind);
        app = await launchBrowser({ ...options, profile: app.profile });
        const recovered = () => keptBy(app);
        await expect
          .poll(recovered, { message: 'the interrupted one is recovered', ...often })
          .toBe(before.length + 1);
        const after = await readRecordings(app.probe);
        expect(after.slice(0, -1), 'earlier recordings are untouched').toEqual(before);
        const { id = '', state, durationMs = 0 } = after.at(-1) ?? {};
        expect(state).toBe('interrupted');
        const missing = await judgeSaved(app.probe, id, log);
        if (!isMeasuring) expect(missing, 'events missing').toBeLessThanOrEqual(1);
        await expectUntouched(app.probe, earlier);
        await expect
          .poll(async () => (await readBadge(app)).title, { message: 'the button says it', ...often })
          .toMatch(sentence('titleRecovered'));
        worstLossMs = Math.max(worstLossMs, await judgeNewest(app, killedAt, durationMs));
      }
      const kept = (await keptBy(app)) - 1;
      reportFault({ fault: `\`kill -9\`, ${name}`, rounds, worstLossMs, limitMs, expected: rounds, kept });
      expect(app.complaints).toEqual([]);
    } finally {
      await app.dispose();
    }
  });
}

test('recordings interrupted by several crashes are announced together, and the newest plays', async ({
  app: first,
  tab,
  site,
}) => {
  await startRecording(first, tab, { timeslice: '250 ms', format: 'webm-vp8' });
  await waitForSlices(first, 4);
  await stop(first);
  for (let crash = 0; crash < 3; crash += 1) await plantOrphan(first.probe);
  await first.close();
  const app = await launchBrowser({ ...smallWindow, profile: first.profile });
  try {
    await expect.poll(async () => countKept(await readRecordings(app.probe)), often).toBe(4);
    const page = await app.context.newPage();
    await page.goto(site.still);
    await expect.poll(async () => (await readBadge(app)).title, often).toMatch(sentence('titleRecovered'));
    const popup = await openPopup(app, page);
    const notice = popup.getByRole('alert');
    await expect(notice).toContainText(sentence('recoveredTitle'));
    await expect(notice).toContainText(sentence('recoveredMore_other'));
    const [library] = await Promise.all([
      app.context.waitForEvent('page'),
      clickAway(popup, notice.getByRole('button', { name: 'Play', exact: true })),
    ]);
    const video = library.locator('video');
    const played = () => video.evaluate((player: HTMLVideoElement) => player.currentTime);
    await expect.poll(played, { message: 'it plays', ...often }).toBeGreaterThan(0.2);
    const duration = await video.evaluate((player: HTMLVideoElement) => player.duration);
    expect(duration, 'it has a duration').toBeGreaterThan(0.5);
    const sought = await video.evaluate(
      (player: HTMLVideoElement) =>
        new Promise<number>((resolve) => {
          player.pause();
          player.onseeked = () => resolve(player.currentTime / player.duration);
          player.currentTime = player.duration / 2;
        }),
    );
    expect(sought, 'it can be seeked').toBeCloseTo(0.5, 1);
    await expect(articles(library)).toHaveCount(4);
    await expect
      .poll(async () => (await readBadge(app)).text, { message: 'the notice is answered', ...often })
      .toBe('');
    expect(app.complaints).toEqual([]);
  } finally {
    await app.close();
  }
});
