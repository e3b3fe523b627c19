import { expect } from '@playwright/test';
import { openLarge, watchGrowth } from '../support/download-memory';
import { openExport, showInPlayer } from '../support/export';
import { seekAudio } from '../support/judge-export';
import { test } from '../support/test';

const mebibyte = 2 ** 20;
/** In bytes. The recording has fourteen times as many. */
const limit = 150e6;

const exports = [
  // All that copy the picture: encoding it again would take as long as the recording.
  { name: 'WebM', format: 'webm-vp9', leastBytes: 2000 * mebibyte },
  { name: 'MP4', format: 'webm-vp9', leastBytes: 2000 * mebibyte },
  { name: 'Plays everywhere', format: 'mp4-h264', leastBytes: 2000 * mebibyte },
  // The audio alone: how many bytes it has depends on how long the recording is.
  { name: 'WAV', format: 'webm-vp9', leastBytes: 0 },
  { name: 'MP3', format: 'webm-vp9', leastBytes: 0 },
  { name: 'Opus', format: 'webm-vp9', leastBytes: 0 },
] as const;

for (const { name, format, leastBytes } of exports) {
  test(`export: 2 GiB of ${format} as ${name}`, async ({ launchOwn, site }) => {
    const { browser, library, article, durationMs } = await openLarge(launchOwn, {
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
    const seconds = (performance.now() - began) / 1000;
    const job = dialog.getByRole('listitem');
    await expect(job.getByRole('status')).toHaveText('Saved');
    const saved = (await job.getByRole('paragraph').first().textContent()) ?? '';
    const fileBytes = await library.evaluate(async (file) => {
      const root = await navigator.storage.getDirectory();
      return (await (await root.getFileHandle(file)).getFile()).size;
    }, saved);
    console.log(`${fileBytes} bytes in ${seconds.toFixed(0)} s; growth at most, in MB:`);
    for (const { type, bytes } of grown) console.log(`${type}: ${(bytes / 1e6).toFixed(1)}`);
    expect(fileBytes).toBeGreaterThan(leastBytes);
    await showInPlayer(library, { name: saved });
    const { error, lasts } = await library.evaluate(seekAudio, durationMs / 2000);
    expect(error).toBeUndefined();
    expect(lasts, 's').toBeCloseTo(durationMs / 1000, -1);
    for (const { type, bytes } of grown) expect(bytes, type).toBeLessThan(limit);
  });
}
