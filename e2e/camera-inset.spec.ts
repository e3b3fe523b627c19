import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { insetArea } from '../src/domain/inset-layout';
import type { InsetCorner, InsetSize } from '../src/domain/options';
import type { Size } from '../src/domain/picture-box';
import type { TestBrowser } from './support/browser';
import { compositing } from './support/compositing';
import { fakeCamera } from './support/fake-camera';
import { smallWindow } from './support/fault-report';
import { judgeMovingPage } from './support/judge';
import { downloadOnly, stopAndDownload } from './support/library';
import { longIf } from './support/long';
import { decodeMedia, frameSizes, probeMedia } from './support/media-file';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { often } from './support/often';
import { saveRecordedBytes } from './support/recorded-bytes';
import { type Color, type Place, readColors, readEdges } from './support/samples';
import {
  adjust,
  onlyRecording,
  readSnapshot,
  startWith,
  stop,
  untilSnapshot,
  waitForSlices,
} from './support/session';
import { median } from './support/sound';
import { compareBeeps, recordBeside, takeRecordedBeside } from './support/sync-against';
import { recordedSize, resizeTab } from './support/tabs';
import { test } from './support/test';

const film = join(tmpdir(), 'timeslice-camera.y4m');
const camera = await fakeCamera(film);

test.use({
  shared: true,
  launch: { devices: true, answers: { camera: 'allow' }, args: [camera], ...smallWindow },
});

const size: Size = { width: 640, height: 360 };

/** Places in the inset of that corner: its left and right side, a quarter above the middle, and its own corner. */
function placesIn(corner: InsetCorner, insetSize: InsetSize = 'medium', { width, height } = size): Place[] {
  const { x, y, side } = insetArea(width, height, { corner, size: insetSize });
  const row = y + side * 0.3;
  return [
    { x: x + side * 0.25, y: row },
    { x: x + side * 0.75, y: row },
    { x: x + 5, y: y + 5 },
  ];
}

function nameOf([red, green, blue]: Color): 'red' | 'blue' | 'other' {
  if (red > 150 && green < 80 && blue < 80) return 'red';
  return blue > 150 && red < 80 && green < 80 ? 'blue' : 'other';
}

/** The names of what a file shows at these places, frame by frame, with repetitions merged. */
async function readRuns(file: string, places: readonly Place[]): Promise<string[]> {
  const frames = (await readColors(file, places)).map((colors) => colors.map(nameOf).join(' '));
  return frames.filter((name, index) => name !== frames[index - 1]);
}

/** Waits until so many more slices are on disk: earlier changes are in the recording by then. */
async function recordOn(app: TestBrowser, count = 3): Promise<void> {
  await waitForSlices(app, ((await readSnapshot(app)).progress?.sliceCount ?? 0) + count);
}

/** Waits until the last frame on disk shows that: a slow encoder takes its time, and Stop drops what waits for it. */
async function untilShown(app: TestBrowser, places: readonly Place[], shown: string): Promise<void> {
  const { id } = await onlyRecording(app);
  const last = async () => (await readRuns(await saveRecordedBytes(app.probe, id), places)).at(-1);
  await expect.poll(last, { intervals: [500], timeout: 90_000 }).toBe(shown);
}

const inset = { inset: true, resolution: 720, format: 'webm-vp8', timesliceMs: 500 } as const;

for (const path of ['software', 'GPU'] as const) {
  test.describe(`composited by ${path}`, () => {
    test.use({
      launch: {
        devices: true,
        answers: { camera: 'allow' },
        args: [camera, ...compositing[path]],
        ...smallWindow,
      },
    });

    // The composite knows nothing of the path: on one of them, it is also hidden; on the other, only for `npm run faults`.
    for (const isHidden of path === 'software' ? [true] : [false, true]) {
      const hiding = isHidden ? ', is hidden and shown again' : '';
      const details = longIf(isHidden && path === 'GPU');
      test(`is in its corner of the tab and nowhere else, moves${hiding}`, details, async ({ app, tab }) => {
        const places = (['bottom-left', 'bottom-right', 'top-left', 'top-right'] as const).flatMap((corner) =>
          placesIn(corner),
        );
        const nothing = 'other other other';
        const elsewhere = [nothing, nothing].join(' ');
        // A circle leaves its square's corners to the tab. It is not mirrored unless the user wants it.
        const atRight = [nothing, 'red blue other', elsewhere].join(' ');
        const atLeft = ['blue red blue', nothing, elsewhere].join(' ');
        const without = [nothing, nothing, elsewhere].join(' ');

        await resizeTab(app, tab, size);
        await recordBeside(app);
        expect(await startWith(app, { ...inset, insetCorner: 'bottom-right' }, tab)).toMatchObject({
          ok: true,
        });
        expect((await readSnapshot(app)).progress).toMatchObject({ inset: { shown: true, state: 'live' } });
        await recordOn(app, 4);
        await untilShown(app, places, atRight);
        await adjust(app, { insetCorner: 'bottom-left', insetMirrored: true, insetShape: 'square' });
        await recordOn(app);
        await untilShown(app, places, atLeft);
        if (isHidden) {
          await adjust(app, { inset: false });
          expect((await readSnapshot(app)).progress).toMatchObject({
            inset: { shown: false, state: 'live' },
          });
          await recordOn(app);
          await untilShown(app, places, without);
          await adjust(app, { inset: true });
          await recordOn(app);
          await untilShown(app, places, atLeft);
        }
        const beside = await takeRecordedBeside(app);
        await stop(app);

        const file = await downloadOnly(app);
        expect((await probeMedia(file)).video).toMatchObject({ ...size });
        const times = (await judgeMovingPage(file)).frames.map(({ time }) => time);
        expect(times.length - new Set(times).size, 'frames at the time of another').toBe(0);
        const runs = await readRuns(file, places);
        // The tab may be there before the camera's first picture.
        expect(runs[0] === without ? runs.slice(1) : runs).toEqual([
          atRight,
          atLeft,
          ...(isHidden ? [without, atLeft] : []),
        ]);

        const compared = (await compareBeeps(file, beside)).map(({ earlierMs }) => earlierMs);
        expect(Math.abs(median(compared)), `ms between picture and sound: ${compared}`).toBeLessThan(40);
      });
    }

    for (const [odd, cheaply] of [
      [{ width: 781, height: 495 }, 'GPU'],
      // It has no even size of nearly its aspect ratio: the browser crops it.
      [{ width: 801, height: 401 }, 'software'],
    ] as const) {
      const name = `${odd.width}x${odd.height}`;

      test(
        `no row or column of a tab of odd size is black under it: ${name}`,
        longIf(path !== cheaply),
        async ({ app, tab }) => {
          await resizeTab(app, tab, odd);
          const recorded = await recordedSize(app);
          const started = await startWith(
            app,
            { ...inset, resolution: 'native', insetCorner: 'top-left' },
            tab,
          );
          expect(started, JSON.stringify(started)).toMatchObject({ ok: true });
          await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
          const { recording, file } = await stopAndDownload(app);
          expect(recording).toMatchObject({ ...recorded });
          expect(await frameSizes(file), 'one size').toEqual([`${recorded.width}x${recorded.height}`]);
          expect(Math.min(...(await readEdges(file))), 'the darkest edge').toBeGreaterThan(90);
          const places = placesIn('top-left', 'medium', recorded);
          expect((await readRuns(file, places)).at(-1)).toBe('red blue other');
        },
      );
    }
  });
}

test.describe('over a page on which nothing moves', () => {
  test('the camera moves; unplugged, the recording continues without it; plugged in again, it is back', async ({
    app,
    tab,
    site,
  }) => {
    await resizeTab(app, tab, size);
    await tab.goto(site.still);
    await createOffscreen(app);
    await evaluateOffscreen(
      app,
      `{
        const open = MediaDevices.prototype.getUserMedia;
        MediaDevices.prototype.getUserMedia = async function (constraints) {
          if (globalThis.isUnplugged) throw new DOMException('Requested device not found', 'NotFoundError');
          const stream = await open.call(this, constraints);
          if (constraints.audio === undefined) [globalThis.camera] = stream.getVideoTracks();
          return stream;
        };
      }`,
    );
    expect(await startWith(app, { ...inset, insetShape: 'square' }, tab)).toMatchObject({ ok: true });
    const places = placesIn('bottom-right');
    const [without, shown] = ['other other other', 'red blue red'];
    await recordOn(app, 6);
    await untilShown(app, places, shown);
    await evaluateOffscreen(
      app,
      `{ isUnplugged = true; camera.stop(); camera.dispatchEvent(new Event('ended')); }`,
    );
    const progress = async () => (await readSnapshot(app)).progress;
    await expect.poll(progress, often).toMatchObject({ inset: { shown: true, state: 'gone' } });
    await recordOn(app);
    await untilShown(app, places, without);
    await evaluateOffscreen(
      app,
      `{ isUnplugged = false; navigator.mediaDevices.dispatchEvent(new Event('devicechange')); }`,
    );
    await expect.poll(async () => (await progress())?.inset?.state, often).toBe('live');
    await recordOn(app);
    await untilShown(app, places, shown);
    expect(await stop(app)).toMatchObject({ state: 'complete' });

    const file = await downloadOnly(app);
    const runs = await readRuns(file, places);
    // The page may be there before the camera's first picture.
    expect(runs[0] === without ? runs.slice(1) : runs).toEqual([shown, without, shown]);

    expect((await decodeMedia(file)).complaints).toEqual([]);
    // The camera's bar is in the middle of the inset, and differs in each frame.
    const { x, y, side } = insetArea(size.width, size.height, { corner: 'bottom-right', size: 'medium' });
    const bar = [0.25, 0.75].map((share) => ({ x: x + side * share, y: y + side / 2 }));
    const bars = (await readColors(file, bar)).map(([[, green] = [0, 0, 0]]) => green);
    const changes = bars.filter((green, index) => Math.abs(green - (bars[index - 1] ?? green)) > 20);
    expect(changes.length, 'times that the camera’s picture has changed').toBeGreaterThan(10);
    expect(changes.length).toBeLessThan(bars.length);
  });
});

for (const path of ['software', 'GPU'] as const) {
  test.describe(`over a screen, composited by ${path}`, () => {
    test.use({
      headed: true,
      launch: {
        devices: true,
        permitted: false,
        answers: { camera: 'allow' },
        args: [camera, '--auto-select-desktop-capture-source=Entire screen', ...compositing[path]],
      },
    });

    test(
      'is allowed but hidden at the start, and is shown during the recording',
      longIf(path === 'GPU'),
      async ({ app, tab }) => {
        await tab.bringToFront();
        const options = {
          ...inset,
          inset: false,
          insetLater: true,
          source: 'picker',
          surface: 'monitor',
        } as const;
        expect(
          await startWith(app, { ...options, insetSize: 'large', insetCorner: 'top-left' }),
        ).toMatchObject({
          ok: true,
        });
        expect((await readSnapshot(app)).progress).toMatchObject({ inset: { shown: false } });
        await recordOn(app);
        await adjust(app, { inset: true });
        const { id } = await onlyRecording(app);
        // Encoding a whole screen may take a busy machine seconds.
        const lastOnDisk = async () => {
          const file = await saveRecordedBytes(app.probe, id);
          const { width = 0, height = 0 } = (await probeMedia(file)).video ?? {};
          return (await readRuns(file, placesIn('top-left', 'large', { width, height }))).at(-1);
        };
        await expect.poll(lastOnDisk, often).toBe('red blue other');
        const { width, height } = await stop(app);
        expect(height).toBe(720);
        const file = await downloadOnly(app);
        expect((await decodeMedia(file)).complaints).toEqual([]);
        const places = placesIn('top-left', 'large', { width, height });
        expect((await readRuns(file, places)).at(-1)).toBe('red blue other');
        expect((await readColors(file, places))[0]?.map(nameOf).join(' ')).toBe('other other other');
      },
    );
  });
}

test.describe('over a shared tab on which nothing moves', () => {
  test.use({
    launch: {
      devices: true,
      permitted: false,
      answers: { camera: 'allow' },
      args: [camera, '--auto-select-tab-capture-source-by-title=Still page', ...compositing.GPU],
    },
  });

  test('slices keep coming while it is hidden', async ({ app, tab, site }) => {
    await tab.goto(site.still);
    const options = {
      ...inset,
      inset: false,
      insetLater: true,
      source: 'picker',
      surface: 'browser',
    } as const;
    expect(await startWith(app, options)).toMatchObject({ ok: true });
    await recordOn(app, 8);
    const { durationMs } = await stop(app);
    const { complaints, videoFrames } = await decodeMedia(await downloadOnly(app));
    expect(complaints).toEqual([]);
    // The page paints only one.
    expect(videoFrames).toBeGreaterThan(3);
    expect(videoFrames).toBeLessThan(60 * (durationMs / 1000 + 1));
  });
});

test('that is neither shown nor to be shown later costs nothing: the tab is recorded directly', async ({
  app,
  tab,
}) => {
  await createOffscreen(app);
  // The composite is made of such a track, and nothing else is.
  await evaluateOffscreen(
    app,
    `globalThis.made = []; globalThis.MediaStreamTrackGenerator = new Proxy(MediaStreamTrackGenerator, {
      construct: (target, [init]) => (made.push(init.kind), new target(init)) });`,
  );
  const made = () => evaluateOffscreen(app, 'made.filter((kind) => kind === "video").length');
  // VP8 would pass the worker for its colors.
  const options = { ...inset, inset: false, format: 'webm-vp9' } as const;
  expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 1);
  expect((await readSnapshot(app)).progress?.inset).toBeUndefined();
  expect(await made()).toBe(0);
  await stop(app);
});

test.describe('never allowed', () => {
  test.use({ launch: { devices: true } });

  test('is refused at the start with the reason, and the tab is recorded directly without it', async ({
    app,
    tab,
  }) => {
    expect(await startWith(app, inset, tab)).toMatchObject({
      ok: false,
      failure: { code: 'camera-not-asked' },
    });
    expect(await startWith(app, { ...inset, inset: false, insetLater: true }, tab)).toMatchObject({
      ok: true,
    });
    expect((await readSnapshot(app)).progress?.inset).toBeUndefined();
    await waitForSlices(app, 1);
    await stop(app);
  });
});
