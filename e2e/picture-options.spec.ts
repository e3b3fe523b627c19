import { expect } from '@playwright/test';
import type { Quality } from '../src/domain/format';
import type { Recording } from '../src/domain/recording';
import { readRecordings } from './support/database';
import { judgeMovingPage, physicalSize } from './support/judge';
import { downloadOnly } from './support/library';
import { ask, readSnapshot, startWith, stop, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';

test.describe('a portrait window', () => {
  test.use({ launch: { windowSize: [600, 1000] } });

  test('480p, 10 frames a second: the picture is scaled with its aspect, and no frame comes sooner', async ({
    app,
    tab,
  }) => {
    const own = await physicalSize(tab);
    expect(own.height).toBeGreaterThan(own.width);
    const options = { source: 'tab', resolution: 480, frameRate: 10 } as const;
    expect(await startWith(app, { ...options, format: 'webm-vp8' }, tab)).toMatchObject({ ok: true });
    await waitForSlices(app, 4);
    const { width, height } = await stop(app);
    expect(height).toBe(480);
    expect(Math.abs(width - (480 * own.width) / own.height)).toBeLessThanOrEqual(2);
    const { media, frames, endsAt } = await judgeMovingPage(await downloadOnly(app));
    expect(media.video).toMatchObject({ width, height });
    expect(frames.length / endsAt).toBeLessThan(11);
  });
});

test('1080p is no reason to blow a smaller tab up', async ({ app, tab }) => {
  const { width, height } = await physicalSize(tab);
  const options = { source: 'tab', resolution: 1080, format: 'webm-vp8' } as const;
  expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 3);
  expect(await stop(app)).toMatchObject({ width, height });
  const { media } = await judgeMovingPage(await downloadOnly(app));
  expect(media.video).toMatchObject({ width, height });
});

test('the quality decides on the bit rate, by name and by number', async ({ app, tab, site }) => {
  await tab.goto(site.still);
  // Noise takes every bit that it gets.
  await tab.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.style.cssText = 'position: fixed; inset: 0; width: 100%; height: 100%; image-rendering: pixelated';
    canvas.width = 160;
    canvas.height = 90;
    document.body.append(canvas);
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const image = context.createImageData(160, 90);
    setInterval(() => {
      const pixels = new Uint32Array(image.data.buffer);
      for (let index = 0; index < pixels.length; index += 1)
        pixels[index] = 0xff000000 + Math.random() * 2 ** 24;
      context.putImageData(image, 0, 0);
    }, 50);
  });
  const record = async (quality: Quality) => {
    const options = { source: 'tab', resolution: 480, format: 'webm-vp8', quality } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await expect.poll(async () => (await readSnapshot(app)).progress?.safeMs ?? 0).toBeGreaterThan(3000);
    expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
    await waitForState(app, 'inactive');
    const { bytes, durationMs } = (await readRecordings(app.probe)).at(-1) as Recording;
    return (bytes * 8000) / durationMs;
  };
  const small = await record('small');
  const number = await record(12_000_000);
  expect(number, `${small} bits a second are small`).toBeGreaterThan(2 * small);
});
