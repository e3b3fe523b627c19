import { expect } from '@playwright/test';
import type { TestBrowser } from '../support/browser';
import { readRecordings } from '../support/database';
import { keptBy, lostMs, reportFault, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { articles, download, openLibrary } from '../support/library';
import { logMediaRecorder, readLog } from '../support/media-recorder-log';
import { evaluateOffscreen, findOffscreen } from '../support/offscreen';
import { openPopup } from '../support/popup';
import { ask, choose, inPopup, readSnapshot, startRecording, waitForState } from '../support/session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

const safeMs = async (app: TestBrowser) => (await readSnapshot(app)).progress?.safeMs ?? 0;
const waitUntilSafe = (app: TestBrowser, ms: number) =>
  expect.poll(() => safeMs(app), { timeout: 15_000, intervals: [50] }).toBeGreaterThan(ms);

/** The moments at which the encoder fails. */
const moments: readonly { readonly when: string; readonly wait: (app: TestBrowser) => Promise<unknown> }[] = [
  { when: 'at the first slice', wait: (app) => waitUntilSafe(app, 0) },
  { when: 'in the midst of it', wait: (app) => waitUntilSafe(app, 2000) },
  {
    when: 'while paused',
    async wait(app) {
      await waitUntilSafe(app, 500);
      await ask(app, { to: 'background', name: 'pause' });
      await waitForState(app, 'paused');
    },
  },
];

test.use({ launch: smallWindow });

test('MediaRecorder’s error event, at any time: what was gathered is kept, with the reason', async ({
  app,
  tab,
}) => {
  let worstLossMs = 0;
  for (const [index, { when, wait }] of moments.entries()) {
    await expect.poll(() => findOffscreen(app)).toBeUndefined();
    await logMediaRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await wait(app);
    const failedAt = Date.now();
    await evaluateOffscreen(
      app,
      `recordedStream.addTrack(document.createElement('canvas').captureStream(5).getVideoTracks()[0])`,
    );
    await waitForState(app, 'inactive');
    const recordings = await readRecordings(app.probe);
    expect(recordings, when).toHaveLength(index + 1);
    expect(recordings.at(-1), when).toMatchObject({ state: 'complete', failure: { code: 'encoder-failed' } });
    if (when !== 'in the midst of it') continue;
    const library = await openLibrary(app);
    const { file } = await download(library, articles(library).first());
    await library.close();
    worstLossMs = lostMs((await judgeMovingPage(file)).frames, failedAt);
    expect(worstLossMs, when).toBeLessThan(750);
  }
  const kept = await keptBy(app);
  expect(kept).toBe(moments.length);
  reportFault({
    fault: 'MediaRecorder’s `error`',
    rounds: moments.length,
    worstLossMs,
    expected: moments.length,
    kept,
  });
});

/**
 * Makes the browser's picker give a source that lives and gives a frame each 50 ms only as long as
 * `globalThis.isSilent` is not set.
 */
const pickSilencable = `{
  const canvas = new OffscreenCanvas(320, 240);
  const context = canvas.getContext('2d');
  navigator.mediaDevices.getDisplayMedia = async () => {
    const track = new MediaStreamTrackGenerator({ kind: 'video' });
    const writer = track.writable.getWriter();
    setInterval(() => {
      if (globalThis.isSilent) return;
      context.fillStyle = 'hsl(' + (Date.now() % 360) + ' 80% 50%)';
      context.fillRect(0, 0, 320, 240);
      void writer.write(new VideoFrame(canvas, { timestamp: 1000 * performance.now() }));
    }, 50);
    return new MediaStream([track]);
  };
}`;

test('a live source gives nothing: the watchdog asks, says that none came, and is content when it does', async ({
  app,
  tab,
}) => {
  await logMediaRecorder(app);
  await evaluateOffscreen(app, pickSilencable);
  const popup = await openPopup(app, tab);
  await choose(popup, { source: 'Screen, window or tab…', timeslice: '250 ms' });
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await waitForState(app, 'recording');
  await waitUntilSafe(app, 1000);
  await evaluateOffscreen(app, 'globalThis.isSilent = true');
  const unanswered = async () => (await readSnapshot(app)).progress?.unanswered;
  await expect.poll(unanswered, { timeout: 20_000 }).toBe(true);
  const log = await readLog(app);
  const asked = log.find(({ type }) => type === 'requestData()')?.at ?? 0;
  const data = log.findLast(({ type, size = 0, at }) => type === 'dataavailable' && size > 0 && at < asked);
  const silentMs = asked - (data?.at ?? 0);
  expect(silentMs, 'ms of silence before it asked').toBeGreaterThan(9900);
  expect(silentMs, 'ms of silence before it asked').toBeLessThan(12_000);
  await inPopup(app, tab, async (opened) => {
    await expect(opened.getByRole('alert')).toContainText(sentence('unansweredTodo'));
  });

  await evaluateOffscreen(app, 'globalThis.isSilent = false');
  await expect.poll(unanswered, { timeout: 20_000 }).toBe(false);
  await ask(app, { to: 'background', name: 'stop' });
  await waitForState(app, 'inactive');
  const kept = await keptBy(app);
  expect(kept).toBe(1);
  reportFault({ fault: 'No data for 10 s from a live source', rounds: 1, expected: 1, kept });
});
