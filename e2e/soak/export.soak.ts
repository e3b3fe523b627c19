import { expect } from '@playwright/test';
import { openLarge, watchGrowth } from '../support/download-memory';
import { openExport } from '../support/export';
import { test } from '../support/test';

const mebibyte = 2 ** 20;
/** In bytes. The file has fourteen times as many. */
const limit = 150e6;

/** All that copy the picture: encoding it again would take as long as the recording. */
const exports = {
  WebM: 'webm-vp9',
  MP4: 'webm-vp9',
  'Plays everywhere': 'mp4-h264',
} as const;

for (const [name, format] of Object.entries(exports)) {
  test(`export: 2 GiB of ${format} as ${name}`, async ({ launchOwn, site }) => {
    const { browser, library, article } = await openLarge(launchOwn, {
      page: site.moving,
      bytes: 2048 * mebibyte,
      format,
      isNoisy: true,
    });
    const dialog = await openExport(library, article, name);
    const began = performance.now();
    const { grown } = await watchGrowth(browser, async () => {
      await dialog.getByRole('button', { name: 'Start export' }).click();
      await expect(dialog.getByRole('button', { name: 'Dismiss' })).toBeVisible({ timeout: 1_800_000 });
    });
    await expect(dialog.getByRole('status')).toHaveText('Saved');
    const fileBytes = await library.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const names = (root as unknown as { keys(): AsyncIterable<string> }).keys();
      for await (const name of names) {
        if (name.startsWith('Large')) return (await (await root.getFileHandle(name)).getFile()).size;
      }
      return 0;
    });
    console.log(
      `${fileBytes} bytes in ${((performance.now() - began) / 1000).toFixed(0)} s; growth at most, in MB:`,
    );
    for (const { type, bytes } of grown) console.log(`${type}: ${(bytes / 1e6).toFixed(1)}`);
    expect(fileBytes).toBeGreaterThan(2000 * mebibyte);
    for (const { type, bytes } of grown) expect(bytes, type).toBeLessThan(limit);
  });
}
