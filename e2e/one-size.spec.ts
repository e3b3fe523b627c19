import { expect } from '@playwright/test';
import { compositing } from './support/compositing';
import { readSlices } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia, frameSizes } from './support/media-file';
import { readEdges } from './support/samples';
import { startWith, stop, waitForSlices } from './support/session';
import { resizeWindow } from './support/tabs';
import { test } from './support/test';

const options = { source: 'picker', format: 'webm-vp8', timesliceMs: 250 } as const;

/** The darkest of the four edges of each frame. */
async function darkestEdges(file: string): Promise<number[]> {
  const edges = await readEdges(file);
  return Array.from({ length: edges.length / 4 }, (_, frame) =>
    Math.min(...edges.slice(4 * frame, 4 * frame + 4)),
  );
}

const sources = {
  'a tab, composited by software': {
    surface: 'browser',
    headed: false,
    args: ['--auto-select-tab-capture-source-by-title=Moving'],
  },
  'a tab, composited by GPU': {
    surface: 'browser',
    headed: false,
    args: ['--auto-select-tab-capture-source-by-title=Moving', ...compositing.GPU],
  },
  'a window': {
    surface: 'window',
    headed: true,
    args: ['--auto-select-window-capture-source-by-title=Moving'],
  },
} as const;

for (const [name, { surface, headed, args }] of Object.entries(sources)) {
  test.describe(`${name}, that was picked`, () => {
    test.use({ shared: true, headed, launch: { permitted: false, windowSize: [801, 581], args: [...args] } });

    test('is recorded in one size when it is resized, and fitted into it', async ({ app, tab }) => {
      await tab.bringToFront();
      expect(await startWith(app, { ...options, surface })).toMatchObject({ ok: true });
      await waitForSlices(app, 4);
      await resizeWindow(app, tab, 600, 620);
      await tab.waitForFunction(() => outerWidth === 600);
      await waitForSlices(app, (await readSlices(app.probe)).length + 8);
      const { width, height } = await stop(app);
      // The tab is of odd size, for which the browser leaves a black line; and with a GPU, it would render it at twice its size.
      expect([width % 2, height % 2]).toEqual([0, 0]);
      expect(width).toBeGreaterThan(801 - 10);
      expect(width).toBeLessThanOrEqual(surface === 'browser' ? 801 : 801 + 40);
      expect(await tab.evaluate(() => devicePixelRatio)).toBe(1);
      const file = await downloadOnly(app);
      expect((await decodeMedia(file)).complaints).toEqual([]);
      expect(await frameSizes(file)).toEqual([`${width}x${height}`]);
      const edges = await darkestEdges(file);
      if (surface === 'browser') expect(edges[0], 'no bar at first').toBeGreaterThan(90);
      expect(edges.at(-1), 'bars beside the narrower one').toBeLessThan(30);
    });
  });
}
