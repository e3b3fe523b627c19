import { expect } from '@playwright/test';
import { openExport, stubSavePicker } from './support/export';
import { extensionUrl, pages } from './support/extension';
import { useFilm } from './support/films';
import { articles, openLibrary } from './support/library';
import { createOffscreen, evaluateOffscreen, findOffscreen } from './support/offscreen';
import { often } from './support/often';
import { findServiceWorker } from './support/service-worker';
import { readSnapshot, startRecording, waitForSlices } from './support/session';
import { evaluateIn, evaluateInWorkersOf, haltInWorkersOf } from './support/target-session';
import { findTarget } from './support/targets';
import { test } from './support/test';

test.use({ tolerant: true, shared: true });

/** Tries every way to reach `address`, and resolves to those that the browser allowed. */
async function tryToReach(address: string): Promise<string[]> {
  const ways: Record<string, () => Promise<boolean>> = {
    fetch: async () => (await fetch(`${address}/fetch`)).ok,
    'fetch without cors': async () =>
      (await fetch(`${address}/opaque`, { mode: 'no-cors' })).type === 'opaque',
    socket: () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${address.replace('http', 'ws')}/socket`);
        socket.onopen = () => resolve(true);
        socket.onerror = () => resolve(false);
      }),
    events: () =>
      new Promise((resolve) => {
        const source = new EventSource(`${address}/events`);
        source.onopen = () => resolve(true);
        source.onerror = () => resolve(false);
      }),
    beacon: async () => navigator.sendBeacon(`${address}/beacon`, 'x') && false,
    image: () =>
      new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve(true);
        image.onerror = () => resolve(false);
        image.src = `${address}/image`;
      }),
    video: () =>
      new Promise((resolve) => {
        const video = document.createElement('video');
        video.onerror = () => resolve(false);
        video.src = `${address}/video`;
      }),
    frame: () =>
      new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.onload = () => resolve(false);
        frame.src = `${address}/frame`;
        document.body.append(frame);
      }),
    script: () =>
      new Promise((resolve) => {
        const script = document.createElement('script');
        script.onerror = () => resolve(false);
        script.onload = () => resolve(true);
        script.src = `${address}/script`;
        document.head.append(script);
      }),
    style: () =>
      new Promise((resolve) => {
        const link = document.createElement('link');
        link.rel = 'stylesheet';
        link.onerror = () => resolve(false);
        link.onload = () => resolve(true);
        link.href = `${address}/style`;
        document.head.append(link);
      }),
    import: async () => (await import(`${address}/import`)) !== undefined,
  };
  const names = Object.keys(ways);
  const reached = await Promise.all(
    // A way that a worker doesn't have, such as an image, throws: it is closed.
    names.map((name) => (async () => ways[name]?.() ?? false)().catch(() => false)),
  );
  return names.filter((_, index) => reached[index]);
}

test('a web page reaches the test server', async ({ app, site }) => {
  const page = await app.context.newPage();
  await page.goto(site.still);
  const reached = await page.evaluate(tryToReach, `${site.origin}/open/web`);
  expect(reached).toEqual(expect.arrayContaining(['fetch', 'socket', 'image']));
  for (const way of ['GET fetch', 'websocket socket', 'POST beacon', 'GET image', 'GET video', 'GET frame']) {
    const [method, path] = way.split(' ');
    await expect.poll(() => site.hits, often).toContain(`${method} /open/web/${path}`);
  }
});

test('no page of the extension reaches it, nor its service worker, nor a worker of a recording', async ({
  app,
  tab,
  site,
}) => {
  await createOffscreen(app);
  const expression = (name: string) => `(${tryToReach})(${JSON.stringify(`${site.origin}/open/${name}`)})`;

  for (const [name, path] of Object.entries(pages)) {
    const page = await app.context.newPage();
    await page.goto(extensionUrl(path));
    expect(await page.evaluate(expression(name)), name).toEqual([]);
    await page.close();
  }
  expect(await app.probe.evaluate(expression('probe')), 'a page without code').toEqual([]);
  expect(await evaluateOffscreen(app, expression('offscreen'))).toEqual([]);
  await readSnapshot(app);
  const worker = await findServiceWorker(app);
  expect(await evaluateIn(app.cdp, worker?.targetId ?? '', expression('background'))).toEqual([]);

  // Only workers compile WebAssembly, for encoders; the pages take it back.
  const compiles = `WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(() => true, () => false)`;
  for (const [name, path] of Object.entries(pages)) {
    const page = await app.context.newPage();
    await page.goto(extensionUrl(path));
    expect(await page.evaluate(compiles), `${name} compiles WebAssembly`).toBe(false);
    await page.close();
  }
  expect(await evaluateOffscreen(app, compiles)).toBe(false);
  expect(await evaluateIn(app.cdp, worker?.targetId ?? '', compiles)).toBe(true);

  // The recorder's workers run only during a recording.
  await startRecording(app, tab);
  await waitForSlices(app, 1);
  const recorder = await findOffscreen(app);
  const reached = await evaluateInWorkersOf(app.cdp, recorder?.targetId ?? '', expression('worker'));
  expect(reached.length, 'there are workers').toBeGreaterThan(0);
  expect(reached.flat()).toEqual([]);
  expect(site.hits.filter((hit) => !hit.includes('/open/web/'))).toEqual([]);
});

/** The source of an expression after which no file is written until `release()`; its context goes on meanwhile. */
const holdWrites = `(() => {
  const { write } = FileSystemWritableFileStream.prototype;
  const released = new Promise((resolve) => Object.assign(globalThis, { release: resolve }));
  FileSystemWritableFileStream.prototype.write = async function (...args) {
    await released;
    return write.apply(this, args);
  };
})()`;

test('the worker of an export loads the encoder that it needs, and reaches nothing outside', async ({
  app,
  tab,
  site,
}) => {
  await useFilm(app, tab, 'webm-vp9', 3500);
  const requested: string[] = [];
  const library = await openLibrary(app, async (page) => {
    page.on('request', (request) => requested.push(request.url()));
    await stubSavePicker(page);
  });
  const encoders = () =>
    requested.flatMap((url) => /\/(mediabunny-)?(aac-encoder|mp3-encoder|gifenc)/.exec(url)?.[0] ?? []);
  const worker = () => library.workers().find((each) => each.url().includes('export-worker'));

  const dialog = await openExport(library, articles(library), 'MP3');
  await expect(dialog.getByRole('button', { name: 'Start export' })).toBeVisible();
  expect(worker(), 'there is none before an export').toBeUndefined();
  expect(encoders()).toEqual([]);
  const target = await findTarget(app.cdp, 'page', library.url());
  const held = await haltInWorkersOf(app.cdp, target?.targetId ?? '', holdWrites, 'export-worker');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect.poll(encoders, often).toEqual(['/mediabunny-mp3-encoder', '/mp3-encoder']);
  expect(await worker()?.evaluate(tryToReach, `${site.origin}/open/export`)).toEqual([]);
  expect(site.hits.filter((hit) => hit.includes('/open/export'))).toEqual([]);
  await expect(dialog.getByRole('progressbar'), 'it was under way all the time').toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  // After a while, the page ends a worker that doesn't answer.
  await worker()?.evaluate(() => (globalThis as unknown as { release(): void }).release());
  await held.goOn();
  await expect(dialog.getByRole('listitem')).toHaveCount(0);
});
