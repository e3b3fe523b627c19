import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { insetArea } from '../../src/domain/inset-layout';
import { measureCadence } from '../support/cadence';
import { fakeCamera } from '../support/fake-camera';
import { createFigures } from '../support/figures';
import { judgeMovingPage } from '../support/judge';
import { downloadOnly } from '../support/library';
import { decodeMedia } from '../support/media-file';
import { type Frame, longestGap } from '../support/picture';
import { readColors } from '../support/samples';
import { recordFor, startWith, stop } from '../support/session';
import { resizeTab } from '../support/tabs';
import { test } from '../support/test';

// `npm run bench:quality`: how many of the source's frames are in a recording.

const seconds = 10;
const camera = await fakeCamera(join(tmpdir(), 'timeslice-bench-picture.y4m'));
const figures = createFigures();

for (const format of ['webm-vp8', 'webm-vp9', 'mp4-h264'] as const) {
  test(`a page that never rests, ${format}`, async ({ app, tab }) => {
    expect(await startWith(app, { source: 'tab', format }, tab)).toMatchObject({ ok: true });
    await recordFor(app, seconds * 1000);
    await stop(app);
    const { frames } = await judgeMovingPage(await downloadOnly(app));
    const last = frames.at(-1);
    figures.add(
      {
        name: `${format}: fps`,
        value: (frames.length - 1) / ((last?.time ?? 0) - (frames[0]?.time ?? 0)),
        atLeast: 25,
      },
      { name: `${format}: share of frames that differ`, value: differing(frames), atLeast: 0.5 },
      { name: `${format}: longest gap, s`, value: longestGap(frames), atMost: 0.6 },
    );
  });
}

/** The share of frames that differ from every other frame. */
function differing(frames: readonly Frame[]): number {
  return new Set(frames.map(({ counter }) => counter)).size / frames.length;
}

test('a page on which nothing moves', async ({ app, tab, site }) => {
  await tab.goto(site.still);
  expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
  await recordFor(app, seconds * 1000);
  const { longestGapMs, perSecond } = await measureCadence(app);
  await stop(app);
  const { videoFrames, endsAt } = await decodeMedia(await downloadOnly(app));
  figures.add(
    { name: 'still page: fps', value: videoFrames / endsAt, atLeast: 3 },
    { name: 'still page, 250 ms: slices per second', value: perSecond, atLeast: 2.5 },
    { name: 'still page, 250 ms: longest time without a slice, ms', value: longestGapMs, atMost: 1000 },
  );
});

test.describe('with the camera in a corner', () => {
  test.use({ launch: { devices: true, answers: { camera: 'allow' }, args: [camera] } });

  test('over a page on which nothing moves', async ({ app, tab, site }) => {
    const size = { width: 640, height: 360 };
    await resizeTab(app, tab, size);
    await tab.goto(site.still);
    const inset = { source: 'tab', inset: true, insetShape: 'square', format: 'webm-vp8' } as const;
    expect(await startWith(app, inset, tab)).toMatchObject({ ok: true });
    await recordFor(app, seconds * 1000);
    await stop(app);
    const file = await downloadOnly(app);
    const { x, y, side } = insetArea(size.width, size.height, { corner: 'bottom-right', size: 'medium' });
    // The bar in the middle of the camera's picture differs in each of its frames.
    const bar = [0.25, 0.75].map((share) => ({ x: x + side * share, y: y + side / 2 }));
    const bars = (await readColors(file, bar)).map(([[, green] = [0, 0, 0]]) => green);
    const changes = bars.filter((green, index) => Math.abs(green - (bars[index - 1] ?? green)) > 20).length;
    const { endsAt } = await decodeMedia(file);
    figures.add({ name: 'still page, camera: its pictures per second', value: changes / endsAt, atLeast: 5 });
  });
});

test.describe('with a camera that is not shown', () => {
  test.use({
    launch: {
      devices: true,
      permitted: false,
      answers: { camera: 'allow' },
      args: [camera, '--auto-select-tab-capture-source-by-title=Still page'],
    },
  });

  test('over a shared tab on which nothing moves', async ({ app, tab, site }) => {
    await tab.goto(site.still);
    const options = { insetLater: true, source: 'picker', surface: 'browser', format: 'webm-vp8' } as const;
    expect(await startWith(app, options)).toMatchObject({ ok: true });
    await recordFor(app, seconds * 1000);
    await stop(app);
    const { videoFrames, endsAt } = await decodeMedia(await downloadOnly(app));
    figures.add({ name: 'shared still tab, camera not shown: fps', value: videoFrames / endsAt, atLeast: 1 });
  });
});

// After a failure, this runs in a new worker, has no figures, and fails too.
test('the limits of frames', () => figures.judge(`Frames of ${seconds} s`));
