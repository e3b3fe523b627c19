import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Notices } from '../src/domain/notices';
import { defaultOptions } from '../src/domain/options';
import type { RecorderSnapshot } from '../src/domain/snapshot';
import { expectBadge } from './support/badge';
import type { TestBrowser } from './support/browser';
import { writeCompanion, writeWithContentScript } from './support/companion';
import { readRecordings } from './support/database';
import { extensionId, extensionUrl, pages } from './support/extension';
import { articles, download, openLibrary } from './support/library';
import { decodeMedia } from './support/media-file';
import { inPopup, onlyRecording, readSnapshot, startRecording, stop } from './support/session';
import { evaluateIn } from './support/target-session';
import { listTargets } from './support/targets';
import { test } from './support/test';

const messages = [
  { to: 'background', name: 'start', request: { options: { ...defaultOptions, source: 'picker' } } },
  { to: 'background', name: 'stop' },
  { to: 'background', name: 'status' },
  { to: 'recorder', name: 'stop' },
];

/** What a page of ours would show at once: the schemas accept it, and it is newer than anything from the extension. */
const forged = [
  { revision: [Number.MAX_SAFE_INTEGER, 0, 0], session: { state: 'inactive' } },
  {
    revision: [Number.MAX_SAFE_INTEGER],
    recovered: [{ recordingId: 'forged', name: 'Lesson', durationMs: 1000, hasPicture: true }],
  },
] as const satisfies readonly [RecorderSnapshot, Notices];

/** Whether a recording is still in progress, unaffected. */
async function expectUntouched(app: TestBrowser): Promise<void> {
  expect((await readSnapshot(app)).session.state).toBe('recording');
  expect(await readRecordings(app.probe)).toHaveLength(1);
}

test.describe('another extension and a web page', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
    launch: async ({}, use) => {
      const companion = writeCompanion();
      await use({ companions: [companion] });
      rmSync(companion, { recursive: true, force: true });
    },
  });

  test('can’t reach the extension: no message is answered, and none of its pages can be framed', async ({
    app,
    tab,
    site,
  }) => {
    await startRecording(app, tab, { timeslice: '250 ms' });

    const workers = (await listTargets(app.cdp)).filter(({ type }) => type === 'service_worker');
    const stranger = workers.find(({ url }) => url.endsWith('/worker.js'));
    const send = (message: object) =>
      `chrome.runtime.sendMessage('${extensionId}', ${JSON.stringify(message)}).then(JSON.stringify, String)`;
    for (const message of messages) {
      const answer = await evaluateIn(app.cdp, stranger?.targetId ?? '', send(message));
      expect(answer, 'another extension').toContain('Receiving end does not exist');
    }
    const connected = `new Promise((resolve) => {
      const port = chrome.runtime.connect('${extensionId}');
      port.onDisconnect.addListener(() => resolve(chrome.runtime.lastError?.message));
    })`;
    expect(await evaluateIn(app.cdp, stranger?.targetId ?? '', connected)).toContain('does not exist');

    const page = await app.context.newPage();
    await page.goto(site.still);
    const reach = await page.evaluate(
      () => typeof (globalThis as { chrome?: { runtime?: object } }).chrome?.runtime,
    );
    expect(reach, 'a web page has nobody to speak to').toBe('undefined');
    // A channel of the same name in another origin is another channel.
    const library = await openLibrary(app);
    await page.evaluate(([snapshot, notices]) => {
      new BroadcastChannel('timeslice:snapshot').postMessage(snapshot);
      new BroadcastChannel('timeslice:notices').postMessage(notices);
      new BroadcastChannel('timeslice:recordings').postMessage(null);
    }, forged);
    await expect(articles(library)).toContainText('Recording');
    const framed = await page.evaluate(async (url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
      await new Promise((resolve) => {
        frame.onload = resolve;
      });
      return frame.contentWindow?.length;
    }, extensionUrl(pages.popup));
    expect(framed).toBe(0);
    const shown = page.frames().map((frame) => frame.url());
    expect(shown, 'the browser shows an error instead').not.toContain(extensionUrl(pages.popup));
    await expectUntouched(app);
  });
});

test.describe('a content script, although the shipped build has none', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
    launch: async ({}, use) => {
      const extension = writeWithContentScript();
      await use({ extension });
      rmSync(extension, { recursive: true, force: true });
    },
  });

  test('gets no answer from the service worker or the recorder', async ({ app, tab, site }) => {
    await startRecording(app, tab, { timeslice: '250 ms' });
    const page = await app.context.newPage();
    await page.goto(site.still);
    const ask = (message: object) =>
      page.evaluate(
        (sent) =>
          new Promise((resolve) => {
            addEventListener('message', ({ data }) => data.answer !== undefined && resolve(data.answer));
            postMessage({ message: sent });
          }),
        message,
      );
    for (const message of messages) expect(await ask(message)).toBe('nothing');
    await expectUntouched(app);
  });
});

/** Everything that a title can hold against us. */
const title = [
  '<img src=x onerror="document.title=\'pwned\'"><script>alert(1)</script>',
  '\u202Egpj.exe\u2066',
  '../..\\..\\etc/passwd:*?"|',
  '\u0000\u0007\r\n\t\u2028',
  'x'.repeat(10_000),
].join(' ');

const forbidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Whether a page shows the title as text alone. */
async function expectText(page: Page): Promise<void> {
  await expect(page.getByText('<img src=x onerror=').first()).toBeVisible();
  expect(await page.locator('img[src="x"], body script').count()).toBe(0);
}

test('a hostile title stays text in popup and library, and is harmless as a file name', async ({
  app,
  tab,
}) => {
  app.context.on('dialog', (dialog) => {
    throw new Error(`A dialog: ${dialog.message()}`);
  });
  await tab.evaluate((text) => {
    document.title = text;
  }, title);
  await startRecording(app, tab, { timeslice: '250 ms' });
  await expectBadge(app, { text: 'REC', title: 'Timeslice: recording' });
  await inPopup(app, tab, expectText);
  await stop(app);
  const { name } = await onlyRecording(app);
  expect(name).toContain('<img src=x onerror=');
  expect(name).not.toMatch(forbidden);
  expect([...name].length).toBeLessThan(150);

  const library = await openLibrary(app);
  await expectText(library);
  const { file, name: suggested } = await download(library, articles(library));
  for (const base of [suggested, basename(file)]) {
    expect(base).toMatch(/^[^<>:"/\\|?*~]+\.webm$/u);
    expect(base).not.toMatch(forbidden);
    expect(base).not.toMatch(/^[\s.-]/);
    expect(Buffer.byteLength(base)).toBeLessThan(210);
  }
  expect((await decodeMedia(file)).complaints).toEqual([]);
  expect(await library.title()).not.toContain('pwned');
});
