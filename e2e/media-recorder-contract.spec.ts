import { expect } from '@playwright/test';
import { formatDuration } from '../src/domain/format-duration';
import { expectBadge } from './support/badge';
import { waitForFrames } from './support/clock-on-disk';
import { readRecordings, readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { judgeSaved } from './support/judge-saved';
import { articles, download, downloadOnly, openLibrary } from './support/library';
import { type LoggedEvent, logMediaRecorder, readLog } from './support/media-recorder-log';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { often } from './support/often';
import { clickAway, openPopup } from './support/popup';
import { logRecorder } from './support/recorder-log';
import { expectCard, expectSavedBadge } from './support/saved-card';
import {
  inPopup,
  onlyRecording,
  readSnapshot,
  startRecording,
  stop,
  waitForSlices,
  waitForState,
  waitUntilSafe,
} from './support/session';
import { median } from './support/sound';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

const types = (log: readonly LoggedEvent[]) => log.map((event) => event.type);

test('start comes with the first data; each dataavailable after it is a slice on disk', async ({
  app,
  tab,
}) => {
  await logMediaRecorder(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 8);
  await stop(app);

  const log = await readLog(app);
  const [called, started, first] = log;
  expect(types([called, started, first] as LoggedEvent[])).toEqual(['start()', 'start', 'dataavailable']);
  expect(types(log).filter((type) => type === 'start')).toHaveLength(1);
  expect(called?.timesliceMs).toBe(250);
  const data = log.slice(0, types(log).indexOf('stop()')).filter((event) => event.type === 'dataavailable');
  // A busy machine delays single events; on average, they never come early.
  const mean = ((data.at(-1)?.at ?? 0) - (data[0]?.at ?? 0)) / (data.length - 1);
  expect(mean, 'ms from one to the next').toBeGreaterThan(200);
  expect(mean).toBeLessThan(2000);
  const slices = (await readSlices(app.probe)).slice(0, data.length);
  expect(
    slices.map(({ size }) => size),
    'each is on disk, in order',
  ).toEqual(data.map((event) => event.size));
  // A slice covers the time from the call of start() up to its event. A busy machine delays single events.
  const off = slices.map(({ coversMs }, index) => coversMs - ((data[index]?.at ?? 0) - (called?.at ?? 0)));
  expect(Math.abs(median(off)), 'ms by which most slices are wrong').toBeLessThan(1000);
  const spread = median(off.map((one) => Math.abs(one - median(off))));
  expect(spread, 'ms by which they differ from each other').toBeLessThan(500);
});

test('stop delivers the last data, then fires stop', async ({ app, tab }) => {
  await logMediaRecorder(app);
  await startRecording(app, tab, { timeslice: '10 s' });
  await expect.poll(async () => types(await readLog(app)), often).toContain('start');
  const recording = await stop(app);
  const log = await readLog(app);
  const after = types(log).slice(types(log).indexOf('stop()'));
  // Data for a draft may have been requested just before.
  expect(after.filter((type) => type !== 'dataavailable')).toEqual(['stop()', 'stop']);
  expect(after.slice(-2)).toEqual(['dataavailable', 'stop']);
  expect(log.reduce((sum, { size = 0 }) => sum + size, 0)).toBeGreaterThan(1000);
  expect((await readSlices(app.probe)).at(-1)?.size).toBe(log.at(-2)?.size);
  expect(recording.state).toBe('complete');
});

// Without a timeslice: `no-timeslice.spec.ts`.

test('the tab closes: the last data, then stop, with the reason; and another can start', async ({
  app,
  tab,
  site,
}) => {
  await logMediaRecorder(app);
  await startRecording(app, tab, { timeslice: '10 s' });
  await expect.poll(async () => types(await readLog(app)), often).toContain('start');
  await waitForFrames(app, 6);
  await tab.close();
  await waitForState(app, 'inactive');
  const log = await readLog(app);
  // The data of a draft may be requested before the first data comes.
  expect(types(log).filter((type) => type !== 'requestData()')[1]).toBe('start');
  expect(types(log).slice(-2)).toEqual(['dataavailable', 'stop']);
  const bytes = log.reduce((sum, event) => sum + (event.size ?? 0), 0);
  expect(bytes).toBeGreaterThan(1000);
  expect(await onlyRecording(app)).toMatchObject({
    state: 'complete',
    bytes,
    failure: { code: 'tab-closed' },
  });
  const library = await openLibrary(app);
  await expect(articles(library)).toContainText(sentence('failureTabClosedWhat'));
  await judgeMovingPage((await download(library, articles(library))).file);
  await library.close();

  await expectSavedBadge(app);
  const closed = await onlyRecording(app);
  const next = await app.context.newPage();
  await next.goto(site.moving);
  await inPopup(app, next, async (popup) => {
    await expect(popup.getByRole('alert')).toContainText(sentence('failureTabClosedWhat'));
    await expectCard(popup, closed);
  });
  await startRecording(app, next);
  await expectBadge(app, { text: 'REC' });
  expect(await readRecordings(app.probe)).toHaveLength(2);
});

test('an error: the data is kept, the recording stops, and the reason is shown', async ({ app, tab }) => {
  await logMediaRecorder(app);
  const log = await logRecorder(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitUntilSafe(app, 2000);
  await evaluateOffscreen(
    app,
    `recordedStream.addTrack(document.createElement('canvas').captureStream(5).getVideoTracks()[0])`,
  );
  await waitForState(app, 'inactive');
  expect(types(await readLog(app)).slice(-3)).toEqual(['error', 'dataavailable', 'stop']);

  const recording = await onlyRecording(app);
  expect(recording).toMatchObject({
    state: 'complete',
    failure: { code: 'encoder-failed', detail: expect.stringContaining('InvalidModificationError') },
  });
  expect(await judgeSaved(app.probe, recording.id, log), 'events missing').toBe(0);
  const length = formatDuration(recording.durationMs, 'en');
  // A fault: red until it is dismissed, although the recording is saved.
  await expectBadge(app, { text: '!', title: new RegExp(`^Saved ${length}\\. `) });
  await inPopup(app, tab, async (popup) => {
    const alert = popup.getByRole('alert');
    await expect(alert).toContainText(sentence('failureEncoderFailedWhat'));
    await expect(alert).toContainText(sentence('failureEncoderFailedSaved'));
    await expectCard(popup, recording);
  });
  const library = await openLibrary(app);
  await expect(articles(library)).toContainText(sentence('failureEncoderFailedWhat'));
  await library.close();
  await judgeMovingPage(await downloadOnly(app));
});

test('a stream that ends before it starts is refused, and leaves nothing behind', async ({ app, tab }) => {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `{
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await open(constraints);
        for (const track of stream.getTracks()) track.stop();
        return stream;
      };
    }`,
  );
  const popup = await openPopup(app, tab);
  await clickAway(popup);
  await expect
    .poll(async () => (await readSnapshot(app)).session, often)
    .toMatchObject({ state: 'inactive', last: { saved: false, failure: { code: 'nothing-to-record' } } });
  expect(await readRecordings(app.probe)).toEqual([]);
  expect(await readSlices(app.probe)).toEqual([]);
  await inPopup(app, tab, async (opened) => {
    await expect(opened.getByRole('alert')).toContainText(sentence('failureNothingToRecordWhat'));
  });
});

test('a source that delivers nothing never starts, and Stop leaves nothing behind', async ({ app, tab }) => {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    'navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream(0)',
  );
  const popup = await openPopup(app, tab);
  await clickAway(popup);
  await waitForState(app, 'starting');
  await inPopup(app, tab, async (opened) => {
    await expect(opened.getByRole('status')).toContainText(sentence('stateStarting'));
    await opened.getByRole('button', { name: 'Stop', exact: true }).click();
    await waitForState(app, 'inactive');
  });
  expect(await readRecordings(app.probe)).toEqual([]);
  expect(await readSlices(app.probe)).toEqual([]);
});
