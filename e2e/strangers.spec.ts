import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { defaultOptions } from '../src/domain/options';
import { readBadge } from './support/badge';
import type { TestBrowser } from './support/browser';
import { writeCompanion, writeWithContentScript } from './support/companion';
import { readRecordings } from './support/database';
import { extensionId, extensionUrl, pages } from './support/extension';
import { articles, download, openLibrary } from './support/library';
import { decodeMedia } from './support/media-file';
import { inPopup, onlyRecording, readSnapshot, startRecording, stopRecording } from './support/session';
import { evaluateIn } from './support/target-session';
import { listTargets } from './support/targets';
import { test } from './support/test';

const companion = writeCompanion();
const withContentScript = writeWithContentScript();

test.afterAll(() => {
  for (const folder of [companion, withContentScript]) rmSync(folder, { recursive: true, force: true });
});

const wishes = [
  { to: 'background', name: 'start', request: { options: { ...defaultOptions, source: 'picker' } } },
  { to: 'background', name: 'stop' },
  { to: 'background', name: 'status' },
  { to: 'recorder', name: 'stop' },
];

/** Whether a recording is still under way, untouched. */
async function expectUntouched(app: TestBrowser): Promise<void> {
  expect((await readSnapshot(app)).session.state).toBe('recording');
  expect(await readRecordings(app.probe)).toHaveLength(1);
}

test.describe('another extension and a web page', () => {
  test.use({ launch: { companions: [companion] } });

  test('can’t reach the extension: no message is answered, and none of its pages can be framed', async ({
    app,
    tab,
    site,
  }) => {
    await startRecording(app, tab, { timeslice: '250 ms' });

    const workers = (await listTargets(app.cdp)).filter(({ type }) => type === 'service_worker');
    const stranger = workers.find(({ url }) => url.endsWith('/worker.js'));
    const send = (wish: object) =>
      `chrome.runtime.sendMessage('${extensionId}', ${JSON.stringify(wish)}).then(JSON.stringify, String)`;
    for (const wish of wishes) {
      const answer = await evaluateIn(app.cdp, stranger?.targetId ?? '', send(wish));
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
    await page.evaluate(() => {
      new BroadcastChannel('timeslice:snapshot').postMessage({ session: { state: 'inactive' } });
      new BroadcastChannel('timeslice:recordings').postMessage(null);
    });
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

test.describe('a content script, though the shipped build has none', () => {
  test.use({ launch: { extension: withContentScript } });

  test('gets no answer from the service worker or the recorder', async ({ app, tab, site }) => {
    await startRecording(app, tab, { timeslice: '250 ms' });
    const page = await app.context.newPage();
    await page.goto(site.still);
    const ask = (wish: object) =>
      page.evaluate(
        (sent) =>
          new Promise((resolve) => {
            addEventListener('message', ({ data }) => data.answer !== undefined && resolve(data.answer));
            postMessage({ wish: sent });
          }),
        wish,
      );
    for (const wish of wishes) expect(await ask(wish)).toBe('nothing');
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
  expect(await readBadge(app)).toEqual({ text: 'REC', title: 'Timeslice: recording' });
  await inPopup(app, tab, expectText);
  await stopRecording(app, tab);
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
