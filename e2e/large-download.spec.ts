import { expect } from '@playwright/test';
import { measureDownload } from './support/download-memory';
import { test } from './support/test';

// The long form is in `soak/`.

const mebibyte = 2 ** 20;

test('a download of 128 MiB grows no process by more than 64 MiB', async ({ launchOwn, site }) => {
  test.setTimeout(240_000);
  const { fileBytes, grown } = await measureDownload(launchOwn, site.moving, 128 * mebibyte);
  expect(fileBytes).toBeGreaterThan(128 * mebibyte);
  expect(grown.length).toBeGreaterThan(2);
  for (const { type, bytes } of grown) expect(bytes, type).toBeLessThan(64 * mebibyte);
});
