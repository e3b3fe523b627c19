import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { insetArea } from '../src/domain/inset-layout';
import type { CaptureOptions } from '../src/domain/options';
import type { TestBrowser } from './support/browser';
import {
  colourPage,
  coloursByChromium,
  coloursByFfmpeg,
  coloursByFirefox,
  palette,
  paletteFilm,
  paletteIn,
  worstOf,
} from './support/colours';
import { compositing } from './support/compositing';
import { readRecordings } from './support/database';
import { fakeCamera } from './support/fake-camera';
import type { Firefox } from './support/firefox';
import { stopAndDownload } from './support/library';
import { decodeMedia, probeMedia } from './support/media-file';
import type { Colour } from './support/samples';
import { startWith, untilSnapshot } from './support/session';
import { test } from './support/test';

/** How far a colour may be from the page's, in steps of 256. */
const tolerance = 6;

const folder = mkdtempSync(join(tmpdir(), 'timeslice-colours-'));
const windowSize = [640, 480] as const;

test.afterAll(() => rmSync(folder, { recursive: true }));

/** Records something for about a second, and resolves to its file. */
async function record(
  app: TestBrowser,
  options: Partial<CaptureOptions>,
  tab?: Parameters<typeof startWith>[2],
) {
  expect(await startWith(app, { timesliceMs: 250, ...options }, tab)).toMatchObject({ ok: true });
  await untilSnapshot(
    app,
    ({ progress }) =>
      ((progress?.sliceCount ?? 0) > 4 || (progress?.bytes ?? 0) > 2e5) && progress?.matrix !== undefined,
  );
  const { file } = await stopAndDownload(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  const { video } = await probeMedia(file);
  if (video === undefined) throw new Error('There is no video');
  return { file, width: Number(video.width), height: Number(video.height) };
}

/**
 * What Firefox shows of a film that ffmpeg made of the palette: it is up to 12 steps off in BT.709, whoever made the film.
 */
async function firefoxPalette(firefox: Firefox, matrix: 'bt601' | 'bt709'): Promise<Colour[]> {
  const file = join(folder, `${matrix}.webm`);
  const size = { width: 640, height: 400 };
  await paletteFilm(file, matrix, size, ['-c:v', 'libvpx-vp9', '-b:v', '4M']);
  return coloursByFirefox(firefox, file, paletteIn(size, { x: 0, y: 0 }, 1));
}

for (const path of ['software', 'GPU'] as const) {
  const matrix = path === 'software' ? 'bt601' : 'bt709';
  // With a GPU the browser's own label is right, so nothing differs between the formats.
  const formats =
    path === 'software'
      ? (['webm-vp9', 'webm-av1', 'mp4-h264', 'mp4-vp9'] as const)
      : (['webm-vp9', 'mp4-h264'] as const);

  test.describe(`composited by ${path}`, () => {
    test.use({ shared: true, launch: { windowSize, args: [...compositing[path]] } });

    for (const format of formats) {
      test(`a tab has its colours in Chromium, Firefox and ffmpeg: ${format}`, async ({
        app,
        tab,
        site,
        firefox,
      }) => {
        await tab.goto(colourPage(site));
        const { file, ...size } = await record(app, { source: 'tab', format }, tab);
        const places = paletteIn(size);
        expect(worstOf(await coloursByFfmpeg(file, places)), 'ffmpeg').toBeLessThanOrEqual(tolerance);
        expect(worstOf(await coloursByChromium(tab, file, places)), 'Chromium').toBeLessThanOrEqual(
          tolerance,
        );
        const wanted = await firefoxPalette(await firefox, matrix);
        const shown = await coloursByFirefox(await firefox, file, places);
        expect(worstOf(shown, wanted), 'Firefox').toBeLessThanOrEqual(tolerance);
      });
    }

    // VP8 states no matrix: ffmpeg and Firefox always take BT.601.
    test('a tab has its colours in Chromium as VP8, whose matrix only the header of the file states', async ({
      app,
      tab,
      site,
      firefox,
    }) => {
      await tab.goto(colourPage(site));
      const { file, ...size } = await record(app, { source: 'tab', format: 'webm-vp8' }, tab);
      const places = paletteIn(size);
      expect(worstOf(await coloursByChromium(tab, file, places))).toBeLessThanOrEqual(tolerance);
      if (path === 'GPU') return;
      expect(worstOf(await coloursByFfmpeg(file, places)), 'ffmpeg').toBeLessThanOrEqual(tolerance);
      const shown = await coloursByFirefox(await firefox, file, places);
      expect(worstOf(shown), 'Firefox').toBeLessThanOrEqual(tolerance);
    });
  });
}

test.describe('composited by software', () => {
  test.use({ shared: true });

  test.describe('in the browser’s picker', () => {
    test.use({
      launch: { windowSize, permitted: false, args: ['--auto-select-tab-capture-source-by-title=Colours'] },
    });

    test('a tab that was picked has its colours, also if only an earlier one was proof', async ({
      app,
      tab,
      site,
    }) => {
      await tab.goto(colourPage(site));
      const { file, ...size } = await record(app, { source: 'picker', format: 'webm-vp9' });
      expect(worstOf(await coloursByFfmpeg(file, paletteIn(size)))).toBeLessThanOrEqual(tolerance);
      // Colours without proof: none of them is at an end of its range.
      const muted = [200, 100, 50] as const;
      await tab.evaluate((colour) => {
        for (const field of document.querySelectorAll<HTMLElement>('main div')) {
          field.style.background = `rgb(${colour})`;
        }
      }, muted);
      const second = await record(app, { source: 'picker', format: 'webm-vp9' });
      const places = paletteIn(second);
      const wanted = palette.map(() => muted);
      expect(worstOf(await coloursByFfmpeg(second.file, places), wanted)).toBeLessThanOrEqual(tolerance);
      expect((await readRecordings(app.probe)).map(({ matrix }) => matrix)).toEqual(['bt601', 'bt601']);
    });
  });
});

for (const path of ['software', 'GPU'] as const) {
  test.describe(`composited by ${path}, with the camera in a corner`, () => {
    const film = join(folder, `inset-${path}.y4m`);
    test.use({
      shared: true,
      launch: {
        windowSize,
        devices: true,
        answers: { camera: 'allow' },
        args: [`--use-file-for-fake-video-capture=${film}`, ...compositing[path]],
      },
    });
    test.beforeAll(() => fakeCamera(film));

    test('a tab and the camera have their colours', async ({ app, tab, site }) => {
      await tab.goto(colourPage(site));
      const inset = { inset: true, insetShape: 'square', insetSize: 'small' } as const;
      const { file, ...size } = await record(app, { source: 'tab', format: 'webm-vp9', ...inset }, tab);
      const { x, y, side } = insetArea(size.width, size.height, { corner: 'bottom-right', size: 'small' });
      const places = paletteIn(size);
      const isFree = places.map((place) => place.x < x - 4 || place.y < y - 4);
      const camera = [0.25, 0.75].map((share) => ({ x: x + side * share, y: y + side * 0.3 }));
      const colours = await coloursByFfmpeg(file, [...places, ...camera]);
      const ofTab = colours.slice(0, places.length).filter((_, index) => isFree[index]);
      expect(
        worstOf(
          ofTab,
          palette.filter((_, index) => isFree[index]),
        ),
      ).toBeLessThanOrEqual(tolerance);
      const redAndBlue = [
        [255, 0, 0],
        [0, 0, 255],
      ] as const;
      expect(worstOf(colours.slice(places.length), redAndBlue), 'the camera').toBeLessThanOrEqual(tolerance);
    });
  });
}

for (const path of ['software', 'GPU'] as const) {
  test.describe(`composited by ${path}, a camera`, () => {
    const film = join(folder, `palette-${path}.y4m`);
    const size = { width: 640, height: 480 };
    test.use({
      shared: true,
      launch: {
        devices: true,
        answers: { camera: 'allow' },
        args: [`--use-file-for-fake-video-capture=${film}`, ...compositing[path]],
      },
    });
    test.beforeAll(() => paletteFilm(film, 'bt601', size, ['-f', 'yuv4mpegpipe', '-strict', '-1']));

    // Without a GPU, Chromium takes what states nothing for BT.601 anyway.
    const formats =
      path === 'software'
        ? (['webm-vp9', 'webm-vp8'] as const)
        : (['webm-vp9', 'webm-vp8', 'mp4-h264', 'mp4-av1'] as const);
    for (const format of formats) {
      test(`has its colours: ${format}`, async ({ app, tab }) => {
        const { file, ...recorded } = await record(app, { source: 'camera', format });
        const places = paletteIn(recorded, { x: 0, y: 0 }, 1);
        expect(worstOf(await coloursByFfmpeg(file, places)), 'ffmpeg').toBeLessThanOrEqual(tolerance);
        expect(worstOf(await coloursByChromium(tab, file, places)), 'Chromium').toBeLessThanOrEqual(
          tolerance,
        );
      });
    }
  });
}

const picked = (['monitor', 'window'] as const).flatMap((surface) =>
  (['software', 'GPU'] as const).map((path) => ({ surface, path })),
);
for (const { surface, path } of picked) {
  test.describe(`composited by ${path}, a ${surface}`, () => {
    const choice =
      surface === 'monitor'
        ? '--auto-select-desktop-capture-source=Entire screen'
        : '--auto-select-window-capture-source-by-title=Colours';
    test.use({
      headed: true,
      launch: { windowSize: [900, 700], permitted: false, args: [choice, ...compositing[path]] },
    });

    test('has its colours', async ({ app, tab, site }) => {
      await tab.goto(colourPage(site));
      await tab.bringToFront();
      expect(
        await startWith(app, { source: 'picker', surface, format: 'webm-vp9', timesliceMs: 250 }),
      ).toMatchObject({
        ok: true,
      });
      // The browser's own window has a wrong label; that of a screen is right.
      await untilSnapshot(
        app,
        ({ progress }, isWindow) =>
          (progress?.sliceCount ?? 0) > 6 && (!isWindow || progress?.matrix !== undefined),
        surface === 'window',
      );
      // The browser's bar may have moved the page.
      const part = await tab.evaluate(() => ({
        left: screenX + outerWidth - innerWidth,
        top: screenY + outerHeight - innerHeight,
        x: screenX,
        y: screenY,
        width: innerWidth,
        height: innerHeight,
      }));
      const { file } = await stopAndDownload(app);
      const origin = surface === 'monitor' ? { x: 0, y: 0 } : { x: part.x, y: part.y };
      const places = paletteIn(part, { x: part.left - origin.x, y: part.top - origin.y });
      const colours = await coloursByFfmpeg(file, places);
      expect(worstOf(colours), JSON.stringify(colours)).toBeLessThanOrEqual(tolerance);
      expect(worstOf(await coloursByChromium(tab, file, places))).toBeLessThanOrEqual(tolerance);
    });
  });
}
