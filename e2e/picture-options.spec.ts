import { expect } from '@playwright/test';
import type { Quality } from '../src/domain/format';
import type { Recording } from '../src/domain/recording';
import { compositing } from './support/compositing';
import { readRecordings } from './support/database';
import { smallWindow } from './support/fault-report';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { longIf } from './support/long';
import { logMediaRecorder, readLog } from './support/media-recorder-log';
import { paintNoise } from './support/noise';
import { findOffscreen } from './support/offscreen';
import { often } from './support/often';
import { ask, recordFor, startWith, stop, waitForState, waitUntilSafe } from './support/session';
import { recordedSize } from './support/tabs';
import { test } from './support/test';

test.use({ shared: true });

for (const path of ['software', 'GPU'] as const) {
  test.describe(`composited by ${path}`, () => {
    const args = [...compositing[path]];

    test.describe('a portrait window', () => {
      test.use({ launch: { windowSize: [600, 1000], args } });

      test('480p, 10 fps: the video keeps its aspect ratio, and has no more frames', async ({
        app,
        tab,
        site,
      }) => {
        // It paints each frame of the screen.
        await tab.goto(`${site.origin}/moving`);
        const own = await recordedSize(app);
        expect(own.height).toBeGreaterThan(own.width);
        const options = { source: 'tab', resolution: 480, frameRate: 10, timesliceMs: 250 } as const;
        expect(await startWith(app, { ...options, format: 'webm-vp9' }, tab)).toMatchObject({ ok: true });
        await waitUntilSafe(app, 2000);
        const { width, height } = await stop(app);
        expect(height).toBe(480);
        expect(Math.abs(width - (height * own.width) / own.height)).toBeLessThanOrEqual(2);
        const { media, frames, endsAt } = await judgeMovingPage(await downloadOnly(app));
        expect(media.video).toMatchObject({ width, height });
        // Late frames may come together; a tab that is not limited has several times as many.
        expect(frames.length).toBeLessThan(15 * endsAt + 5);
        expect(frames.length).toBeGreaterThan(endsAt);
      });
    });

    test.describe('a small window', longIf(path === 'GPU'), () => {
      test.use({ launch: { ...smallWindow, args } });

      test('a tab smaller than 1080p is not scaled up to it', async ({ app, tab }) => {
        const { width, height } = await recordedSize(app);
        const options = { source: 'tab', resolution: 1080, format: 'webm-vp9', timesliceMs: 250 } as const;
        expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
        await waitUntilSafe(app, 1000);
        expect(await stop(app)).toMatchObject({ width, height });
        const { media } = await judgeMovingPage(await downloadOnly(app));
        expect(media.video).toMatchObject({ width, height });
      });
    });
  });
}

test('the quality sets the bitrate, by name and by number', async ({ app, tab, site }) => {
  await tab.goto(site.still);
  await paintNoise(tab);
  const record = async (quality: Quality) => {
    await expect.poll(() => findOffscreen(app), { message: 'no recorder is left', ...often }).toBeUndefined();
    await logMediaRecorder(app);
    const options = { source: 'tab', resolution: 480, format: 'webm-vp9', quality } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await recordFor(app, 3000);
    expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
    await waitForState(app, 'inactive');
    const { bytes, durationMs } = (await readRecordings(app.probe)).at(-1) as Recording;
    const called = (await readLog(app)).findLast(({ type }) => type === 'start()');
    return { target: called?.videoBitsPerSecond ?? 0, used: (bytes * 8000) / durationMs };
  };
  const small = await record('small');
  const number = await record(12_000_000);
  expect(number.target).toBe(12_000_000);
  expect(small.target, '“Low”, in bits per second').toBeLessThan(number.target / 4);
  expect(small.target).toBeGreaterThan(0);
  expect(number.used, `bits per second, of which “Low” takes ${small.used}`).toBeGreaterThan(small.used);
});
