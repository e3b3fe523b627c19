import { expect } from '@playwright/test';
import { type Growth, openLarge, watchGrowth } from '../support/download-memory';
import { openExport } from '../support/export';
import { test } from '../support/test';

const mebibyte = 2 ** 20;
/** Of the recording, in bytes: what takes memory with each frame shows in the second, which is several times as long. */
const sizes = [16 * mebibyte, 48 * mebibyte];
/** By how much two exports of the same length may differ, in bytes: what the browser collects as garbage, and when. */
const noise = 50e6;

const exports = ['Plays everywhere', 'WebM, turned by 180°'] as const;

const most = (grown: readonly Growth[]) => Math.max(...grown.map(({ bytes }) => bytes));
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

for (const name of exports) {
  test(`an encoded export takes no more memory the longer it is: ${name}`, async ({ launchOwn, site }) => {
    const growths: number[] = [];
    for (const bytes of sizes) {
      const { browser, library, article, durationMs } = await openLarge(launchOwn, {
        page: site.moving,
        bytes,
        format: 'webm-vp9',
        isNoisy: true,
      });
      const dialog = await openExport(library, article, name.startsWith('WebM') ? 'WebM' : name);
      if (name.startsWith('WebM')) {
        await dialog.getByText('Crop, rotate, volume').click();
        await dialog.getByRole('combobox', { name: 'Rotate' }).selectOption('180');
      }
      const began = performance.now();
      const { grown } = await watchGrowth(browser, async () => {
        await dialog.getByRole('button', { name: 'Start export' }).click();
        await expect(dialog.getByRole('button', { name: 'Dismiss' })).toBeVisible({ timeout: 7_200_000 });
      });
      await expect(dialog.getByRole('status')).toHaveText('Saved');
      await browser.close();
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `${(durationMs / 1000).toFixed(0)} s of ${bytes / mebibyte} MiB in ${seconds.toFixed(0)} s:`,
      );
      for (const { type, bytes: more } of grown) console.log(`${type}: ${megabytes(more)} MB`);
      growths.push(most(grown));
    }
    const [short = 0, long = 0] = growths;
    expect(long, 'the longer one').toBeLessThan(short + noise);
  });
}
