import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { readRecordings, readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { articles, downloadOnly, openLibrary } from './support/library';
import { type LoggedEvent, logMediaRecorder, readLog } from './support/media-recorder-log';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { openPopup } from './support/popup';
import {
  inPopup,
  onlyRecording,
  readSnapshot,
  startRecording,
  stopRecording,
  waitForSlices,
  waitForState,
} from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

const types = (log: readonly LoggedEvent[]) => log.map((event) => event.type);

test('start comes with the first data; then one dataavailable each timeslice', async ({ app, tab }) => {
  await logMediaRecorder(app);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 8);
  await stopRecording(app, tab);

  const log = await readLog(app);
  const [called, started, first] = log;
  expect(types([called, started, first] as LoggedEvent[])).toEqual(['start()', 'start', 'dataavailable']);
  expect(types(log).filter((type) => type === 'start')).toHaveLength(1);
  const data = log.slice(0, types(log).indexOf('stop()')).filter((event) => event.type === 'dataavailable');
  const intervals = data.slice(1).map((event, index) => event.at - (data[index]?.at ?? 0));
  const mean = intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
  expect(mean, 'the timeslice, and up to 60 ms that the browser adds').toBeGreaterThan(240);
  expect(mean).toBeLessThan(360);
  expect(
    data.map((event) => event.size),
    'each is on disk, in order',
  ).toEqual((await readSlices(app.probe)).slice(0, data.length).map((slice) => slice.size));
});

test('stop gives the last data, then stop', async ({ app, tab }) => {
  await logMediaRecorder(app);
  await startRecording(app, tab, { timeslice: '10 s' });
  await expect.poll(async () => types(await readLog(app))).toContain('start');
  const recording = await stopRecording(app, tab);
  const log = await readLog(app);
  expect(types(log).slice(-3)).toEqual(['stop()', 'dataavailable', 'stop']);
  expect(log.at(-2)?.size).toBeGreaterThan(1000);
  expect((await readSlices(app.probe)).at(-1)?.size).toBe(log.at(-2)?.size);
  expect(recording.state).toBe('complete');
});

test('without a timeslice there is no dataavailable until requestData', async ({ app, tab }) => {
  await logMediaRecorder(app);
  await startRecording(app, tab, { timeslice: 'None' });
  await tab.waitForFunction((until) => Date.now() > until, Date.now() + 2000);
  expect(types(await readLog(app))).toEqual(['start()', 'start']);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Save now', exact: true }).click();
    await waitForSlices(app, 1);
  });
  expect(types(await readLog(app))).toEqual(['start()', 'start', 'requestData()', 'dataavailable']);
});

test('the tab closes: the last data, then stop', async ({ app, tab }) => {
  await logMediaRecorder(app);
  await startRecording(app, tab, { timeslice: '10 s' });
  await tab.waitForFunction((until) => Date.now() > until, Date.now() + 1000);
  await tab.close();
  await waitForState(app, 'inactive');
  const log = await readLog(app);
  expect(types(log)[1]).toBe('start');
  expect(types(log).slice(-2)).toEqual(['dataavailable', 'stop']);
  const bytes = log.reduce((sum, event) => sum + (event.size ?? 0), 0);
  expect(bytes).toBeGreaterThan(1000);
  expect(await onlyRecording(app)).toMatchObject({ state: 'complete', bytes });
});

test('an error: the data is kept, the recording stops, and the reason is shown', async ({ app, tab }) => {
  await logMediaRecorder(app);
  await startRecording(app, tab);
  await waitForSlices(app, 2);
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
  expect(await readBadge(app)).toMatchObject({ text: '!' });
  await inPopup(app, tab, async (popup) => {
    const alert = popup.getByRole('alert');
    await expect(alert).toContainText(sentence('failureEncoderFailedWhat'));
    await expect(alert).toContainText(sentence('failureEncoderFailedSaved'));
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
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await expect
    .poll(async () => (await readSnapshot(app)).session)
    .toMatchObject({ state: 'inactive', last: { saved: false, failure: { code: 'nothing-to-record' } } });
  expect(await readRecordings(app.probe)).toEqual([]);
  expect(await readSlices(app.probe)).toEqual([]);
  await inPopup(app, tab, async (opened) => {
    await expect(opened.getByRole('alert')).toContainText(sentence('failureNothingToRecordWhat'));
  });
});

test('a source that gives nothing never starts, and Stop leaves nothing behind', async ({ app, tab }) => {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    'navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream(0)',
  );
  const popup = await openPopup(app, tab);
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await waitForState(app, 'starting');
  await inPopup(app, tab, async (opened) => {
    await expect(opened.getByRole('status')).toContainText(sentence('stateStarting'));
    await opened.getByRole('button', { name: 'Stop', exact: true }).click();
    await waitForState(app, 'inactive');
  });
  expect(await readRecordings(app.probe)).toEqual([]);
  expect(await readSlices(app.probe)).toEqual([]);
});
