import { isDeepStrictEqual } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { followLimit, pictureBox, type Size } from '../src/domain/picture-box';
import type { LaunchOptions, TestBrowser } from './support/browser';
import { compositing } from './support/compositing';
import { readRecordings, readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly, openLibrary, stopAndDownload } from './support/library';
import { longIf } from './support/long';
import { decodeMedia, frameSizes } from './support/media-file';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { readFrames } from './support/picture';
import { saveRecordedBytes } from './support/recorded-bytes';
import { readEdges, readLitBox } from './support/samples';
import {
  ask,
  onlyRecording,
  startRecording,
  startWith,
  stop,
  stopRecording,
  untilSnapshot,
  waitForSlices,
  waitForState,
} from './support/session';
import { changeSize, followPixelRatio, recordedSize, resizeTab, untilResized, zoomTab } from './support/tabs';
import { test } from './support/test';

const options = { source: 'tab', format: 'webm-vp9', timesliceMs: 250 } as const;

/**
 * Odd and even sizes of the tab, in CSS px; at another ratio than 1, where a tab can't have any size, those of its window.
 * `npm run faults` records many more.
 */
const cases = [
  {
    path: 'software',
    ratio: 1,
    sizes: [
      { width: 1192, height: 709 },
      { width: 1193, height: 710 },
      { width: 1358, height: 677 },
      // No even size has nearly its aspect ratio.
      { width: 801, height: 401 },
    ],
  },
  { path: 'software', ratio: 1.25, sizes: [{ width: 758, height: 497 }] },
  {
    path: 'GPU',
    ratio: 1,
    // With another limit than its own size, the browser would render the second one at twice its size.
    sizes: [
      { width: 1000, height: 600 },
      { width: 780, height: 493 },
    ],
  },
  { path: 'GPU', ratio: 1.25, sizes: [{ width: 692, height: 541 }] },
] as const;

/** Starts a browser for these; at the ratio 1, the one of the tests above. */
function launchAt(path: keyof typeof compositing, ratio: number): LaunchOptions {
  const launch = { args: [...compositing[path]], windowSize: [720, 540] } as const;
  return ratio === 1 ? launch : { ...launch, deviceScaleFactor: ratio };
}

/** Gives the tab a size whose even one has a black line: see docs/decisions.md. The browser's bars have any height. */
async function odd(app: TestBrowser, tab: Page, ratio: number) {
  for (let tall = 621; tall < 640; tall += 1) {
    await changeSize(app, tab, 733, tall);
    const { width, height } = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const page = { width: Math.ceil(ratio * width), height: Math.ceil(ratio * height) };
    if (!isDeepStrictEqual(followLimit(page, pictureBox('native', 'webm')), page)) return { width, height };
  }
  throw new RangeError('No size has a black line');
}

/**
 * Waits until the last frame on disk shows the whole page: as large as fits into the recorded size, in the middle, with
 * its aspect ratio, and black beside it.
 */
async function untilFitted(app: TestBrowser, tab: Page, size: Size): Promise<void> {
  const { id } = await onlyRecording(app);
  const isNear = (length: number, wanted: number) => Math.abs(length - wanted) <= 4;
  await expect(async () => {
    const page = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const scale = Math.min(size.width / page.width, size.height / page.height);
    const [width, height] = [page.width * scale, page.height * scale];
    const wanted = { width, height, x: (size.width - width) / 2, y: (size.height - height) / 2 };
    const file = await saveRecordedBytes(app.probe, id);
    const lit = await readLitBox(file);
    for (const key of ['width', 'height', 'x', 'y'] as const) {
      expect(isNear(lit[key], wanted[key]), `${JSON.stringify(lit)} is ${JSON.stringify(wanted)}`).toBe(true);
    }
    // The painted grid is as wide and high as the page.
    const crop = `crop=${lit.width}:${lit.height}:${lit.x}:${lit.y}:exact=1`;
    expect((await readFrames(file, undefined, crop)).at(-1)?.counter, 'nothing is cut off').toBeDefined();
  }).toPass({ timeout: 90_000, intervals: [250] });
}

/** Waits until so many more slices are on disk. */
async function recordOn(app: TestBrowser, count = 4): Promise<void> {
  await waitForSlices(app, (await readSlices(app.probe)).length + count);
}

for (const path of ['software', 'GPU'] as const) {
  test.describe(`composited by ${path}`, () => {
    test.use({ launch: launchAt(path, 1), shared: true });

    test('a tab is recorded at its own size, which stays when it is resized, zoomed or full screen', async ({
      app,
      tab,
    }) => {
      const ratios = await followPixelRatio(tab);
      const size = await recordedSize(app);
      expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
      await waitForSlices(app, 4);
      await changeSize(app, tab, 600, 620);
      await untilFitted(app, tab, size);
      expect(await ratios(), 'the page’s own ratio').toEqual([1]);
      await zoomTab(app, 1.5);
      await tab.waitForFunction(() => devicePixelRatio === 1.5);
      await recordOn(app);
      await untilFitted(app, tab, size);
      await untilResized(tab, () => tab.evaluate(() => document.documentElement.requestFullscreen()));
      expect(await tab.evaluate(() => document.fullscreenElement !== null)).toBe(true);
      await recordOn(app);
      await untilFitted(app, tab, size);
      expect(await ratios(), 'zoomed by the user, and not by the recording').toEqual([1, 1.5]);
      expect(await stop(app)).toMatchObject({ ...size });
      // The browser keeps it for the site.
      await zoomTab(app, 0);
      const file = await downloadOnly(app);
      expect((await decodeMedia(file)).complaints).toEqual([]);
      expect(await frameSizes(file), 'one size').toEqual([`${size.width}x${size.height}`]);
    });
  });
}

for (const { path, ratio, sizes } of cases) {
  test.describe(`composited by ${path}, at the ratio ${ratio}`, () => {
    test.use({ launch: launchAt(path, ratio), shared: true });

    test('no row or column of a tab’s picture is black, whatever its size', async ({ app, tab }) => {
      const ratios = await followPixelRatio(tab);
      for (const { width, height } of sizes) {
        if (ratio === 1) await resizeTab(app, tab, { width, height });
        else await changeSize(app, tab, width, height);
        const size = await recordedSize(app, ratio);
        expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
        await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
        const { recording, file } = await stopAndDownload(app);
        expect(recording).toMatchObject({ ...size });
        const { media } = await judgeMovingPage(file);
        expect(media.video).toMatchObject({ ...size });
        expect(Math.min(...(await readEdges(file))), `${width}x${height}: the darkest edge`).toBeGreaterThan(
          90,
        );
      }
      expect(await ratios(), 'the page’s own ratio').toEqual([ratio]);
    });

    test(
      'no row or column is black at first if the size is followed',
      longIf((path === 'software') !== (ratio === 1)),
      async ({ app, tab }) => {
        const { width, height } = await odd(app, tab, ratio);
        expect(await startWith(app, { ...options, followSize: true }, tab)).toMatchObject({ ok: true });
        await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
        const { file } = await stopAndDownload(app);
        const { media } = await judgeMovingPage(file);
        for (const [side, length] of [
          [media.video?.width ?? 0, ratio * width],
          [media.video?.height ?? 0, ratio * height],
        ] as const) {
          expect(side).toBeGreaterThan(length - 10);
          expect(side).toBeLessThanOrEqual(Math.ceil(length));
        }
        expect(Math.min(...(await readEdges(file))), 'the darkest edge').toBeGreaterThan(90);
      },
    );
  });
}

test('a tab that is still is recorded in slices, although its picture is cropped', async ({
  launchOwn,
  site,
}) => {
  const app = await launchOwn({ windowSize: [801, 488] });
  const tab = await app.context.newPage();
  await tab.goto(site.still);
  expect((await recordedSize(app)).width).toBe(798);
  // Each new reader of the recorder's brings a frame, too. None does here: only the least frame rate is left.
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `globalThis.readers = 0;
    globalThis.MediaStreamTrackProcessor = new Proxy(MediaStreamTrackProcessor, {
      construct: (Processor, [init]) => {
        if (init.track.kind === 'audio') return new Processor(init);
        readers += 1;
        return { readable: new ReadableStream() };
      },
    })`,
  );
  expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 12);
  await untilSnapshot(app, ({ progress }) => progress?.stalled === false);
  expect(await evaluateOffscreen(app, 'readers'), 'readers without a frame').toBeGreaterThan(0);
  const recording = await stop(app);
  expect(recording).toMatchObject({ width: 798, height: 400 });
  const sizes = (await readSlices(app.probe)).map(({ size }) => size);
  const { length } = sizes.filter((size) => size > 0);
  expect(length, 'slices with something in them').toBeGreaterThanOrEqual(10);
  const { videoFrames } = await decodeMedia(await downloadOnly(app));
  // Of itself, Chromium sends a frame a second.
  expect(videoFrames, `of ${recording.durationMs} ms`).toBeGreaterThan((2 * recording.durationMs) / 1000);
});

for (const path of ['software', 'GPU'] as const) {
  test.describe(`composited by ${path}, although the browser shows every page larger`, () => {
    const ratio = 2;
    test.use({
      launch: { args: [...compositing[path]], deviceScaleFactor: ratio, windowSize: [500, 400] },
    });

    test('a tab is recorded at its own size, from the popup, a key or the menu', async ({ app, tab }) => {
      const settings = await app.context.newPage();
      await settings.goto('chrome://settings');
      await settings.evaluate(() =>
        (
          globalThis as unknown as { chrome: { settingsPrivate: { setDefaultZoom(zoom: number): void } } }
        ).chrome.settingsPrivate.setDefaultZoom(1.5),
      );
      await settings.close();
      // The browser remembers one zoom for all pages of ours, the popup among them.
      const library = await openLibrary(app);
      await library.evaluate(() => chrome.tabs.setZoom(0.5));
      await tab.bringToFront();
      await tab.waitForFunction((own) => devicePixelRatio === 1.5 * own, ratio);
      const ratios = await followPixelRatio(tab);
      const size = await recordedSize(app, ratio);
      expect(size.width).toBe(500 * ratio);

      await startRecording(app, tab, { format: 'webm-vp9', timeslice: '250 ms' });
      await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
      const fromPopup = await stopRecording(app, tab);
      expect(fromPopup).toMatchObject({ ...size });
      const { media } = await judgeMovingPage(await downloadOnly(app));
      expect(media.video).toMatchObject({ ...size });

      // The recorder's own document may be on another display.
      await createOffscreen(app);
      await evaluateOffscreen(
        app,
        `void Object.defineProperty(globalThis, 'devicePixelRatio', { value: 1 })`,
      );
      expect(await startWith(app, options, tab, 'a key or the menu')).toMatchObject({ ok: true });
      await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
      expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
      await waitForState(app, 'inactive');
      const recordings = await readRecordings(app.probe);
      expect(recordings.find(({ id }) => id !== fromPopup.id)).toMatchObject({ ...size });
      expect(await ratios()).toEqual([1.5 * ratio]);
    });
  });
}
