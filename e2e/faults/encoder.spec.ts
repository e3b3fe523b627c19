import { expect } from '@playwright/test';
import type { TestBrowser } from '../support/browser';
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
import { logMediaRecorder, readLog } from '../support/media-recorder-log';
import { evaluateOffscreen } from '../support/offscreen';
import { often } from '../support/often';
import { clickAway, openPopup } from '../support/popup';
import { logRecorder } from '../support/recorder-log';
import {
  ask,
  choose,
  inPopup,
  onlyRecording,
  readSnapshot,
  startRecording,
  waitForState,
  waitUntilSafe,
} from '../support/session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

/** The moments at which the encoder fails. */
const moments: readonly (Variant & {
  readonly when: string;
  readonly wait: (app: TestBrowser) => Promise<unknown>;
})[] = [
  { when: 'at the first slice', wait: (app) => waitUntilSafe(app, 0) },
  { when: 'mid-recording', wait: (app) => waitUntilSafe(app, 2000), onlyMeasured: true },
  {
    when: 'while paused',
    async wait(app) {
      await waitUntilSafe(app, 500);
      await ask(app, { to: 'background', name: 'pause' });
      await waitForState(app, 'paused');
    },
  },
];

test.use({ launch: smallWindow, shared: true });

// What happens mid-recording is tested by `media-recorder-contract.spec.ts`; here it is measured.
for (const { when, wait } of staged(moments)) {
  test(`MediaRecorder’s error event ${when}: everything that it delivered is kept, with the reason`, async ({
    app,
    tab,
  }) => {
    await logMediaRecorder(app);
    const log = await logRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await wait(app);
    const failedAt = Date.now();
    await evaluateOffscreen(
      app,
      `recordedStream.addTrack(document.createElement('canvas').captureStream(5).getVideoTracks()[0])`,
    );
    await waitForState(app, 'inactive');
    const recording = await onlyRecording(app);
    expect(recording).toMatchObject({ state: 'complete', failure: { code: 'encoder-failed' } });
    expect(await judgeSaved(app.probe, recording.id, log), 'events missing').toBe(0);
    const kept = await keptBy(app);
    const row = { fault: `MediaRecorder’s \`error\` ${when}`, rounds: 1, expected: 1, kept };
    // A file that ends with the first slice is too short to be judged, and a pause isn't a loss.
    if (when !== 'mid-recording') return reportFault(row);
    const { frames } = await judgeMovingPage(await downloadOnly(app));
    reportFault({ ...row, worstLossMs: lostMs(frames, failedAt), limitMs: 750 });
  });
}

/**
 * Makes the browser's picker return a live source that delivers a frame every 50 ms, unless `globalThis.isSilent` is set.
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

test('a live source delivers nothing: the watchdog requests some, warns that none came, and withdraws the warning once it does', async ({
  app,
  tab,
}) => {
  await logMediaRecorder(app);
  await evaluateOffscreen(app, pickSilencable);
  const popup = await openPopup(app, tab);
  await choose(popup, { source: 'Screen, window or tab…', timeslice: '250 ms' });
  await clickAway(popup);
  await waitForState(app, 'recording');
  await waitUntilSafe(app, 1000);
  await evaluateOffscreen(app, 'globalThis.isSilent = true');
  const unanswered = async () => (await readSnapshot(app)).progress?.unanswered;
  await expect.poll(unanswered, { ...often, timeout: 60_000 }).toBe(true);
  const log = await readLog(app);
  const asked = log.find(({ type }) => type === 'requestData()')?.at ?? 0;
  const data = log.findLast(({ type, size = 0, at }) => type === 'dataavailable' && size > 0 && at < asked);
  const silentMs = asked - (data?.at ?? 0);
  // It waits for 10 s by its own clock, and longer on a busy machine, which may also note the last data late.
  expect(silentMs, 'ms of silence before it asked').toBeGreaterThan(isMeasuring ? 9900 : 8000);
  expect(silentMs, 'ms of silence before it asked').toBeLessThan(isMeasuring ? 12_000 : 30_000);
  await inPopup(app, tab, async (opened) => {
    await expect(opened.getByRole('alert')).toContainText(sentence('unansweredTodo'));
  });

  await evaluateOffscreen(app, 'globalThis.isSilent = false');
  await expect.poll(unanswered, often).toBe(false);
  await ask(app, { to: 'background', name: 'stop' });
  await waitForState(app, 'inactive');
  const kept = await keptBy(app);
  expect(kept).toBe(1);
  reportFault({ fault: 'No data for 10 s from a live source', rounds: 1, expected: 1, kept });
});
