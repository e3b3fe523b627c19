import { expect } from '@playwright/test';
import { compositing } from '../support/compositing';
import { judgeMovingPage } from '../support/judge';
import { stopAndDownload } from '../support/library';
import { frameSizes } from '../support/media-file';
import { readEdges } from '../support/samples';
import { recordFor, startWith, untilSnapshot } from '../support/session';
import { changeSize, followPixelRatio, recordedSize } from '../support/tabs';
import { test } from '../support/test';

// Only `npm run faults` records so many sizes; `tab-size.spec.ts` records some of them.

const options = { source: 'tab', format: 'webm-vp9', timesliceMs: 250 } as const;
const perPath = 13;

/** Odd and even sizes of the window, spread over the usual ones by two steps that share no factor with them. */
const sizes = Array.from({ length: perPath }, (_, index) => ({
  width: 620 + ((index * 77) % 501),
  height: 400 + ((index * 53) % 301),
}));

for (const ratio of [1, 1.25, 1.5, 2]) {
  for (const path of ['software', 'GPU'] as const) {
    test.describe(`composited by ${path}, at the ratio ${ratio}`, () => {
      test.use({
        launch: { args: [...compositing[path]], deviceScaleFactor: ratio, windowSize: [1200, 900] },
      });

      test(`${perPath} sizes of a tab are recorded without a black row or column`, async ({ app, tab }) => {
        test.setTimeout(600_000);
        const ratios = await followPixelRatio(tab);
        for (const size of sizes) {
          const name = `${size.width}x${size.height}`;
          await changeSize(app, tab, size.width, size.height);
          const wanted = await recordedSize(app, ratio);
          expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
          await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
          const { recording, file } = await stopAndDownload(app);
          expect(recording, name).toMatchObject({ ...wanted });
          const { media } = await judgeMovingPage(file);
          expect(media.video, name).toMatchObject({ ...wanted });
          expect.soft(Math.min(...(await readEdges(file))), `${name}: the darkest edge`).toBeGreaterThan(90);
        }
        expect(await ratios(), 'the page’s own ratio').toEqual([ratio]);
      });

      test('a tab is scaled down to the chosen resolution, and never up', async ({ app, tab }) => {
        for (const [resolution, width, height] of [
          [480, 854, 480],
          [720, 1280, 720],
          [1080, 1920, 1080],
        ] as const) {
          const own = await recordedSize(app, ratio);
          expect(await startWith(app, { ...options, resolution }, tab)).toMatchObject({ ok: true });
          await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
          const { recording, file } = await stopAndDownload(app);
          const { width: wide = 0, height: high = 0 } = recording ?? {};
          const scale = Math.min(1, width / own.width, height / own.height);
          const name = `${resolution}p of ${own.width}x${own.height}`;
          expect(Math.abs(wide - own.width * scale), name).toBeLessThanOrEqual(4);
          expect(Math.abs(high - own.height * scale), name).toBeLessThanOrEqual(4);
          const { media } = await judgeMovingPage(file);
          expect(media.video, name).toMatchObject({ width: wide, height: high });
        }
      });
    });
  }
}

test.describe('composited by GPU', () => {
  test.use({ launch: { args: [...compositing.GPU], windowSize: [780, 580] } });

  test('a tab that gets much smaller keeps the one size, for which the browser renders it larger', async ({
    app,
    tab,
  }) => {
    const ratios = await followPixelRatio(tab);
    const size = await recordedSize(app);
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
    await changeSize(app, tab, 500, 400);
    await tab.waitForFunction(() => devicePixelRatio > 1);
    // Until the tab is as large as before.
    await changeSize(app, tab, 780, 580);
    await tab.waitForFunction(() => devicePixelRatio === 1);
    // It may change once more.
    await recordFor(app, 1000);
    expect(await ratios()).toEqual([1, 1.5, 1]);
    const { recording, file } = await stopAndDownload(app);
    expect(recording).toMatchObject({ ...size });
    expect(await frameSizes(file), 'one size').toEqual([`${size.width}x${size.height}`]);
  });
});
