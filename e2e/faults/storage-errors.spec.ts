import { expect } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import type { TestBrowser } from '../support/browser';
import { holdDatabase, readSlices } from '../support/database';
import { keptBy, reportFault, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { judgeSaved } from '../support/judge-saved';
import { downloadOnly, openLibrary } from '../support/library';
import { decodeMedia } from '../support/media-file';
import { findOffscreen } from '../support/offscreen';
import { often } from '../support/often';
import { longestLeapMs } from '../support/picture';
import { logRecorder, type RecorderLog } from '../support/recorder-log';
import {
  onlyRecording,
  readSnapshot,
  startRecording,
  stop,
  waitForSlices,
  waitForState,
} from '../support/session';
import { evaluateInWorkersOf, haltInWorkersOf } from '../support/target-session';
import { test } from '../support/test';
import { sentence } from '../support/texts';

/** Evaluates an expression in the workers of the recorder, among them the one that writes. */
async function inDiskWorker(app: TestBrowser, expression: string): Promise<readonly unknown[]> {
  const recorder = await findOffscreen(app);
  if (recorder === undefined) throw new Error('There is no recorder');
  const answers = await evaluateInWorkersOf(app.cdp, recorder.targetId, expression);
  expect(answers.length).toBeGreaterThan(0);
  return answers;
}

/** From now on, the disk refuses this many writes of slices. */
function refuse(app: TestBrowser, times: number): Promise<unknown> {
  return inDiskWorker(
    app,
    `(() => {
      const { add } = IDBObjectStore.prototype;
      let left = ${times === Number.POSITIVE_INFINITY ? 'Infinity' : times};
      IDBObjectStore.prototype.add = function (...args) {
        if (left <= 0) return add.apply(this, args);
        left -= 1;
        throw new DOMException('The disk is broken', 'UnknownError');
      };
    })()`,
  );
}

/** Makes the browser close every connection of the extension to its databases. */
async function closeConnections(app: TestBrowser): Promise<void> {
  // One of ours reports when they are closed.
  const isClosed = await app.probe.evaluateHandle(
    () =>
      new Promise<{ readonly closed: Promise<void> }>((resolve, reject) => {
        const request = indexedDB.open('timeslice');
        request.onerror = () => reject(request.error);
        request.onsuccess = () =>
          resolve({
            closed: new Promise((closed) => request.result.addEventListener('close', () => closed())),
          });
      }),
  );
  const internals = await app.context.newPage();
  await internals.goto('chrome://indexeddb-internals');
  await internals
    .getByText(/force close/i)
    .first()
    .click();
  await isClosed.evaluate(({ closed }) => closed);
}

/** The most that may be missing in between, in ms: the timeslice and 500 ms. */
const limitMs = 750;

/** Records a little more, stops, and judges all of it: everything that MediaRecorder delivered is there, in order, once. */
async function recordOn(app: TestBrowser, log: RecorderLog, fault: string): Promise<void> {
  await waitForSlices(app, (await readSlices(app.probe)).length + 5);
  const { id } = await stop(app);
  expect(await judgeSaved(app.probe, id, log), 'events missing').toBe(0);
  const { frames } = await judgeMovingPage(await downloadOnly(app));
  const worstLossMs = longestLeapMs(frames);
  reportFault({ fault, rounds: 1, worstLossMs, limitMs, expected: 1, kept: await keptBy(app) });
}

test.use({ launch: smallWindow, shared: true });

test.describe('a failed write', () => {
  test('once is retried, and nothing is lost', async ({ app, tab }) => {
    const log = await logRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForSlices(app, 3);
    await refuse(app, 2);
    await recordOn(app, log, 'A write fails and is retried');
    expect((await onlyRecording(app)).failure).toBeUndefined();
  });

  test('for good ends the recording, and the unsaved part can be saved as a file', async ({ app, tab }) => {
    const log = await logRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForSlices(app, 5);
    await refuse(app, Number.POSITIVE_INFINITY);
    await waitForState(app, 'inactive');
    const saved = await onlyRecording(app);
    expect(saved).toMatchObject({ state: 'complete', failure: { code: 'storage-failed' } });
    const missing = await judgeSaved(app.probe, saved.id, log);
    expect(missing, 'events that the disk refused').toBeGreaterThan(1);
    expect(missing).toBeLessThanOrEqual(log.deliveries.length - saved.sliceCount);
    const unsaved = log.deliveries.slice(-missing).reduce((sum, { bytes }) => sum + bytes, 0);
    expect((await readSnapshot(app)).rescues, 'each of them is still in memory').toMatchObject([
      { recordingId: saved.id, isWhole: true, unsavedBytes: unsaved },
    ]);
    const { endsAt: savedUntil } = await judgeMovingPage(await downloadOnly(app));

    const library = await openLibrary(app);
    const alert = library.getByRole('alert').filter({ hasText: sentence('rescueTitle') });
    await expect(alert).toBeVisible();
    await expectAccessible(library, 'what the disk refused');
    const downloaded = library.waitForEvent('download');
    await alert.getByRole('button', { name: 'Save as file' }).click();
    const file = test.info().outputPath('rescued.webm');
    await (await downloaded).saveAs(file);
    const { frames, endsAt } = await judgeMovingPage(file);
    expect(endsAt, 's, with what the disk refused').toBeGreaterThan(savedUntil);

    await alert.getByRole('button', { name: 'I have the file' }).click();
    await expect(alert).toBeHidden();
    await expect
      .poll(() => findOffscreen(app), { message: 'the recorder is closed only now', ...often })
      .toBeUndefined();
    const worstLossMs = longestLeapMs(frames);
    const kept = await keptBy(app);
    reportFault({
      fault: 'Every write fails from now on',
      rounds: 1,
      worstLossMs,
      limitMs,
      expected: 1,
      kept,
    });
  });

  test('for good if what is on disk can’t be read either: the beginning and the end can be saved', async ({
    app,
    tab,
  }) => {
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForSlices(app, 5);
    await inDiskWorker(
      app,
      `IDBObjectStore.prototype.getAll = () => { throw new DOMException('The disk is broken', 'UnknownError'); }`,
    );
    await refuse(app, Number.POSITIVE_INFINITY);
    await waitForState(app, 'inactive');
    expect((await readSnapshot(app)).rescues).toMatchObject([{ isWhole: false }]);
    const library = await openLibrary(app);
    const downloaded = library.waitForEvent('download');
    await library.getByRole('button', { name: 'Save as file' }).click();
    const file = test.info().outputPath('rescued.webm');
    await (await downloaded).saveAs(file);
    const { videoFrames } = await decodeMedia(file);
    expect(videoFrames, 'a player finds the beginning, and frames').toBeGreaterThan(1);
    reportFault({ fault: 'Neither writes nor reads', rounds: 1, expected: 1, kept: await keptBy(app) });
  });
});

test.describe('a connection to the database', () => {
  test('that a newer version asks for is closed and reopened', async ({ app, tab }) => {
    const log = await logRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForSlices(app, 3);
    const release = await holdDatabase(app.probe);
    const before = log.deliveries.length;
    const delivered = () => log.deliveries.length;
    await expect.poll(delivered, { message: 'data comes meanwhile', ...often }).toBeGreaterThan(before + 1);
    await release();
    await recordOn(app, log, 'Another version asks for the database');
  });

  test('that the browser closes is reopened', async ({ app, tab }) => {
    const log = await logRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForSlices(app, 3);
    await inDiskWorker(
      app,
      `(() => {
        const { open } = IDBFactory.prototype;
        globalThis.openings = 0;
        IDBFactory.prototype.open = function (...args) {
          if (args[0] === 'timeslice') openings += 1;
          return open.apply(this, args);
        };
      })()`,
    );
    await closeConnections(app);
    await expect
      .poll(
        // Only the worker that writes counts them.
        async () =>
          Math.max(...(await inDiskWorker(app, 'globalThis.openings')).map((count) => Number(count ?? 0))),
        { message: 'the connection ended, and there is another', ...often },
      )
      .toBeGreaterThan(0);
    await recordOn(app, log, 'The browser closes the connection');
  });

  test('that the browser closes just before a write, whose end it never reports, is reopened', async ({
    app,
    tab,
  }) => {
    const log = await logRecorder(app);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForSlices(app, 3);
    const recorder = await findOffscreen(app);
    const { halted, goOn } = await haltInWorkersOf(
      app.cdp,
      recorder?.targetId ?? '',
      `(() => {
        const { transaction } = IDBDatabase.prototype;
        IDBDatabase.prototype.transaction = function (...args) {
          IDBDatabase.prototype.transaction = transaction;
          debugger;
          const begun = transaction.apply(this, args);
          globalThis.heard = [];
          for (const type of ['complete', 'abort', 'error']) begun.addEventListener(type, () => heard.push(type));
          this.addEventListener('close', () => heard.push('close'));
          return begun;
        };
      })()`,
    );
    await halted;
    await closeConnections(app);
    await goOn();
    const heard = async () =>
      (await inDiskWorker(app, 'globalThis.heard')).filter((each) => each !== undefined);
    // Another worker of the recorder may have made a transaction, and ended it, before.
    await expect.poll(heard, { message: 'its end, and nothing else', ...often }).toContainEqual(['close']);
    await recordOn(app, log, 'The browser closes the connection just before a write');
  });
});
