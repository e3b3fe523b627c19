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
import { often } from '../support/often';
import { openPopup } from '../support/popup';
import { killServiceWorker } from '../support/service-worker';
import {
  ask,
  patienceMs,
  readSnapshot,
  readStatus,
  untilAnswered,
  untilSnapshot,
  waitForState,
  waitUntilSafe,
} from '../support/session';
import { frontTab, type TabId } from '../support/tabs';
import { test } from '../support/test';
import { sentence } from '../support/texts';

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

test.use({ shared: true });

/** Reports the recordings of a race, all of which must be complete. */
async function reportRace(app: TestBrowser, fault: string): Promise<void> {
  const recordings = await readRecordings(app.probe);
  expect(recordings.every(({ state }) => state === 'complete')).toBe(true);
  reportFault({ fault, rounds, expected: recordings.length, kept: countKept(recordings) });
}

/** Waits until nothing is in progress, stops any recording, and expects no recorder and nothing unfinished. */
async function settle(app: TestBrowser): Promise<void> {
  await untilSnapshot(app, ({ session }, states) => states.includes(session.state), [
    'inactive',
    'recording',
    'paused',
  ]);
  if ((await readSnapshot(app)).session.state !== 'inactive') await ask(app, { to: 'background', ...stop });
  await waitForState(app, 'inactive');
  await expect.poll(() => findOffscreen(app), { message: 'no recorder is left', ...often }).toBeUndefined();
  const unfinished = (await readRecordings(app.probe)).filter((recording) => recording.state === 'recording');
  expect(unfinished, 'nothing is unfinished').toEqual([]);
}

/** How far a start has come when it is stopped. */
const moments: Record<string, (app: TestBrowser) => Promise<unknown>> = {
  'it starts': (app) => stopOnce(app, ({ session }) => session.state === 'starting'),
  'its sources are open': (app) =>
    stopOnce(app, ({ session, opening }) => session.state === 'starting' && opening === undefined),
  'it records': (app) => stopOnce(app, ({ session }) => session.state === 'recording'),
};

/** Stops, in a page of the extension, as soon as the recorder broadcasts such a state; resolves to the answer. */
function stopOnce(app: TestBrowser, hasCome: (snapshot: RecorderSnapshot) => boolean): Promise<unknown> {
  return app.probe.evaluate(`new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('The state has not come')), ${patienceMs});
    const channel = new BroadcastChannel('timeslice:snapshot');
    channel.onmessage = ({ data }) => {
      if (!(${hasCome})(data)) return;
      channel.close();
      resolve(chrome.runtime.sendMessage({ to: 'background', name: 'stop' }));
    };
  })`);
}

test('two starts at once: one records, the other is an InvalidStateError, and there is one recorder', async ({
  app,
  tab,
}) => {
  const start = await invoke(app, tab);
  const accepted = (answers: readonly unknown[]) =>
    answers.filter((answer) => (answer as { ok: boolean }).ok).length;

  for (let round = 0; round < rounds; round += 1) {
    // Each of them asks for the one offscreen document.
    const before = (await readRecordings(app.probe)).length;
    const starts = await askAtOnce(app.probe, start, start);
    expect(starts).toContainEqual({ ok: true, value: expect.any(String) });
    expect(starts).toContainEqual({
      ok: false,
      failure: { code: 'already-recording', detail: expect.stringContaining('InvalidStateError') },
    });
    await waitForState(app, 'recording');
    expect(await readRecordings(app.probe)).toHaveLength(before + 1);
    const recorders = await app.probe.evaluate(() =>
      chrome.runtime.getContexts({ contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT] }),
    );
    expect(recorders).toHaveLength(1);
    const stops = await askAtOnce(app.probe, stop, stop, stop);
    expect(accepted(stops)).toBeGreaterThan(0);
    await settle(app);
  }
  await reportRace(app, 'Two starts at once, then three stops at once');
});

test('a start and a stop at once leave nothing unfinished', async ({ app, tab }) => {
  const start = await invoke(app, tab);
  for (let round = 0; round < rounds; round += 1) {
    await askAtOnce(app.probe, start, stop);
    await settle(app);
  }
  await reportRace(app, 'A start and a stop at once');
});

test('two starts and two stops at once leave nothing unfinished', async ({ app, tab }) => {
  const start = await invoke(app, tab);
  for (let round = 0; round < rounds; round += 1) {
    await askAtOnce(app.probe, start, stop, start, stop);
    await settle(app);
  }
  await reportRace(app, 'Two starts and two stops at once');
});

test('a start that is stopped once there is a recorder leaves nothing unfinished', async ({ app, tab }) => {
  const start = await invoke(app, tab);
  for (let round = 0; round < rounds; round += 1) {
    const started = askAtOnce(app.probe, start);
    const stopThen = async () => {
      await expect.poll(() => findOffscreen(app), { intervals: [10] }).toBeDefined();
      // It may not know of the start yet.
      await askAtOnce(app.probe, stop);
    };
    await Promise.all([started, stopThen()]);
    await settle(app);
  }
  await reportRace(app, 'A start is stopped once there is a recorder');
});

for (const [moment, stopThen] of Object.entries(moments)) {
  test(`a start that is stopped once ${moment} leaves nothing unfinished`, async ({ app, tab }) => {
    const start = await invoke(app, tab);
    for (let round = 0; round < rounds; round += 1) {
      // Listens before the start begins: the page takes them in this order.
      const [stopped, [started]] = await Promise.all([stopThen(app), askAtOnce(app.probe, start)]);
      expect(stopped).toMatchObject({ ok: true });
      if (moment === 'it records') expect(started).toMatchObject({ ok: true });
      await settle(app);
    }
    await reportRace(app, `A start is stopped once ${moment}`);
  });
}

/** The state of that recording on disk. */
async function stateOf(app: TestBrowser, id: string): Promise<string | undefined> {
  return (await readRecordings(app.probe)).find((row) => row.id === id)?.state;
}

/** Starts by messages alone, and resolves to the recording's id. */
async function startLive(app: TestBrowser, start: Awaited<ReturnType<typeof invoke>>): Promise<string> {
  const answer = await untilAnswered(async () => (await askAtOnce(app.probe, start))[0]);
  expect(answer).toMatchObject({ ok: true });
  await waitForState(app, 'recording');
  return (answer as { readonly value: string }).value;
}

/** Expects that exactly these were announced as recovered, each once, and reports how many recordings were kept. */
async function reportRecovery(app: TestBrowser, fault: string, recovered: readonly string[]): Promise<void> {
  const { recovered: announced } = (await readStatus(app)).notices;
  expect(announced.map(({ recordingId }) => recordingId).sort()).toEqual([...recovered].sort());
  const recordings = await readRecordings(app.probe);
  reportFault({ fault, rounds: 1, expected: recordings.length, kept: countKept(recordings) });
}

test('recovery during a start: the orphan is recovered whole, and the new recording is not', async ({
  app,
  tab,
  site,
}) => {
  const start = await invoke(app, tab);
  await startLive(app, start);
  await waitUntilSafe(app, 1000);
  await settle(app);
  const [first] = await readRecordings(app.probe);

  // The start itself wakes the service worker, which recovers.
  const orphan = await plantOrphan(app.probe);
  await killServiceWorker(app);
  const live = await startLive(app, start);
  await expect.poll(() => stateOf(app, orphan), often).toBe('interrupted');
  expect(await stateOf(app, live)).toBe('recording');
  await untilSnapshot(app, ({ progress }) => (progress?.bytes ?? 0) > 0);
  await settle(app);
  expect(await stateOf(app, live)).toBe('complete');

  const recovered = (await readRecordings(app.probe)).find(({ id }) => id === orphan);
  expect(recovered, 'as long as the original').toMatchObject({
    bytes: first?.bytes,
    sliceCount: first?.sliceCount,
  });
  const page = await app.context.newPage();
  await page.goto(site.still);
  const library = await openLibrary(app);
  const { file } = await download(
    library,
    articles(library).filter({ hasText: sentence('recoveredMissing') }),
  );
  await judgeMovingPage(file);
  await reportRecovery(app, 'Recovery during a start', [orphan]);
});

test('recovery from two windows at once, beside a paused recording: only the orphan is recovered, once', async ({
  app,
  tab,
}) => {
  const live = await startLive(app, await invoke(app, tab));
  // The orphan is a copy of what the paused recording has on disk by then.
  await untilSnapshot(app, ({ progress }) => (progress?.bytes ?? 0) > 0);
  await askAtOnce(app.probe, { name: 'pause' });
  const orphan = await plantOrphan(app.probe);
  const [other] = await Promise.all([
    app.context.waitForEvent('page'),
    app.probe.evaluate((url) => chrome.windows.create({ url }), extensionUrl('manifest.json')),
  ]);
  await other.waitForLoadState();
  await killServiceWorker(app);
  await Promise.all(
    [app.probe, other].map((page) => askAtOnce(page, { name: 'status' }, { name: 'status' })),
  );
  await expect.poll(() => stateOf(app, orphan), often).toBe('interrupted');
  expect(await stateOf(app, live)).toBe('recording');
  expect((await readSnapshot(app)).session).toEqual({ state: 'paused', recordingId: live });
  await askAtOnce(app.probe, { name: 'resume' });
  await waitForState(app, 'recording');
  await settle(app);
  expect(await stateOf(app, live)).toBe('complete');
  await reportRecovery(app, 'Recovery from two windows, beside a paused recording', [orphan]);
});
