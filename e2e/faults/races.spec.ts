import { expect, type Page } from '@playwright/test';
import { defaultOptions } from '../../src/domain/options';
import type { RecorderSnapshot } from '../../src/domain/snapshot';
import type { TestBrowser } from '../support/browser';
import { plantOrphan, readRecordings } from '../support/database';
import { extensionUrl } from '../support/extension';
import { countKept, reportFault, rounds } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { articles, download, openLibrary } from '../support/library';
import { findOffscreen } from '../support/offscreen';
import { openPopup } from '../support/popup';
import { killServiceWorker } from '../support/service-worker';
import { ask, readSnapshot, readStatus, waitForState, waitUntilSafe } from '../support/session';
import { frontTab, type TabId } from '../support/tabs';
import { test } from '../support/test';

/** Sends messages to the service worker in one turn of the event loop, and resolves to the answers. */
function askAtOnce(
  page: Page,
  ...messages: readonly { name: string; request?: unknown }[]
): Promise<unknown[]> {
  return page.evaluate(
    (all) => Promise.all(all.map((message) => chrome.runtime.sendMessage({ to: 'background', ...message }))),
    messages,
  );
}

/** Invokes the extension on the tab, so that messages alone can start recordings of it. */
async function invoke(app: TestBrowser, tab: Page): Promise<{ name: 'start'; request: object }> {
  const popup = await openPopup(app, tab);
  const reference: TabId = await frontTab(app);
  await popup.close();
  return {
    name: 'start',
    request: { options: { ...defaultOptions, source: 'tab', timesliceMs: 250 }, tab: reference },
  };
}

const stop = { name: 'stop' } as const;

/** Waits until nothing is in progress, stops any recording, and expects no recorder and nothing unfinished. */
async function settle(app: TestBrowser): Promise<void> {
  const state = async () => (await readSnapshot(app)).session.state;
  await expect.poll(state).toMatch(/^(?:inactive|recording|paused)$/);
  if ((await state()) !== 'inactive') await ask(app, { to: 'background', ...stop });
  await waitForState(app, 'inactive');
  await expect.poll(() => findOffscreen(app), 'no recorder is left').toBeUndefined();
  const unfinished = (await readRecordings(app.probe)).filter((recording) => recording.state === 'recording');
  expect(unfinished, 'nothing is unfinished').toEqual([]);
}

/** How far a start has come when it is stopped. */
const moments: readonly ((app: TestBrowser) => Promise<void>)[] = [
  (app) => expect.poll(() => findOffscreen(app), { intervals: [10] }).toBeDefined(),
  (app) => isAtLeast(app, ({ session }) => session.state !== 'inactive'),
  (app) => isAtLeast(app, ({ opening }) => opening === undefined),
  (app) => isAtLeast(app, ({ progress }) => progress !== undefined),
];

/** Waits until the start has come this far, or is recording already: it may be faster than we can check. */
function isAtLeast(app: TestBrowser, hasReached: (snapshot: RecorderSnapshot) => boolean): Promise<void> {
  const look = async () => {
    const snapshot = await readSnapshot(app);
    return (
      snapshot.session.state === 'recording' ||
      (snapshot.session.state === 'starting' && hasReached(snapshot))
    );
  };
  return expect.poll(look, { intervals: [10] }).toBe(true);
}

test('starts and stops at once: at most one recording is in progress, and nothing unfinished is left', async ({
  app,
  tab,
}) => {
  const start = await invoke(app, tab);
  const one = (answers: readonly unknown[]) =>
    answers.filter((answer) => (answer as { ok: boolean }).ok).length;

  for (let round = 0; round < rounds; round += 1) {
    // Two starts, each of which asks for the one offscreen document.
    const before = (await readRecordings(app.probe)).length;
    const starts = await askAtOnce(app.probe, start, start);
    expect(one(starts), 'one start of two').toBe(1);
    expect(starts).toContainEqual(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'already-recording' }) }),
    );
    await waitForState(app, 'recording');
    expect(await readRecordings(app.probe)).toHaveLength(before + 1);
    const recorders = await app.probe.evaluate(() =>
      chrome.runtime.getContexts({ contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT] }),
    );
    expect(recorders).toHaveLength(1);
    const stops = await askAtOnce(app.probe, stop, stop, stop);
    expect(one(stops)).toBeGreaterThan(0);
    await settle(app);

    await askAtOnce(app.probe, start, stop);
    await settle(app);
    await askAtOnce(app.probe, start, stop, start, stop);
    await settle(app);
    for (const reached of moments) {
      const started = askAtOnce(app.probe, start);
      await reached(app);
      await askAtOnce(app.probe, stop);
      await started;
      await settle(app);
    }
  }
  const recordings = await readRecordings(app.probe);
  expect(recordings.every(({ state }) => state === 'complete')).toBe(true);
  reportFault({
    fault: 'Starts and stops at once',
    rounds,
    expected: recordings.length,
    kept: countKept(recordings),
  });
});

test('recovery during a start, from two windows, and beside a paused recording', async ({
  app,
  tab,
  site,
}) => {
  const start = await invoke(app, tab);
  await askAtOnce(app.probe, start);
  await waitForState(app, 'recording');
  await waitUntilSafe(app, 1000);
  await settle(app);
  const [first] = await readRecordings(app.probe);
  const stateOf = async (id: string) => (await readRecordings(app.probe)).find((row) => row.id === id)?.state;

  // The start itself wakes the service worker, which recovers.
  const orphan = await plantOrphan(app.probe);
  await killServiceWorker(app);
  const [answer] = (await askAtOnce(app.probe, start)) as { ok: boolean; value: string }[];
  expect(answer).toMatchObject({ ok: true });
  await waitForState(app, 'recording');
  await expect.poll(() => stateOf(orphan)).toBe('interrupted');
  const live = answer?.value ?? '';
  expect(await stateOf(live)).toBe('recording');

  // A recording in progress is not an orphan, not even a paused one, seen from any window. The second
  // orphan is a copy of what it has on disk by then.
  await expect.poll(async () => (await readSnapshot(app)).progress?.bytes).toBeGreaterThan(0);
  await askAtOnce(app.probe, { name: 'pause' });
  const second = await plantOrphan(app.probe);
  const [other] = await Promise.all([
    app.context.waitForEvent('page'),
    app.probe.evaluate((url) => chrome.windows.create({ url }), extensionUrl('manifest.json')),
  ]);
  await other.waitForLoadState();
  await killServiceWorker(app);
  await Promise.all(
    [app.probe, other].map((page) => askAtOnce(page, { name: 'status' }, { name: 'status' })),
  );
  await expect.poll(() => stateOf(second)).toBe('interrupted');
  expect(await stateOf(live)).toBe('recording');
  expect((await readSnapshot(app)).session).toEqual({ state: 'paused', recordingId: live });
  await askAtOnce(app.probe, { name: 'resume' });
  await waitForState(app, 'recording');
  await settle(app);
  expect(await stateOf(live)).toBe('complete');

  const { recovered: reported } = (await readStatus(app)).notices;
  expect(reported.map(({ recordingId }) => recordingId).sort(), 'each was reported once').toEqual(
    [orphan, second].sort(),
  );
  const recovered = (await readRecordings(app.probe)).find(({ id }) => id === orphan);
  expect(recovered, 'as long as what it is a copy of').toMatchObject({
    bytes: first?.bytes,
    sliceCount: first?.sliceCount,
  });
  const page = await app.context.newPage();
  await page.goto(site.still);
  const library = await openLibrary(app);
  const { file } = await download(
    library,
    articles(library).filter({ has: library.locator(`#name-${orphan}`) }),
  );
  await judgeMovingPage(file);
  const recordings = await readRecordings(app.probe);
  reportFault({
    fault: 'Recovery during a start, during a pause, from another window',
    rounds: 1,
    expected: recordings.length,
    kept: countKept(recordings),
  });
});
