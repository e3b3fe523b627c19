import { expect } from '@playwright/test';
import { measureDownload } from '../support/download-memory';
import { test } from '../support/test';

const mebibyte = 2 ** 20;

test('download: 4 GiB', async ({ launchOwn, site }) => {
  const { fileBytes, grown } = await measureDownload(launchOwn, site.moving, 4096 * mebibyte);
  console.log(`A file of ${fileBytes} bytes; by how much the processes grew at most, in MiB:`);
  for (const { type, bytes } of grown) console.log(`${type}: ${(bytes / mebibyte).toFixed(1)}`);
  expect(fileBytes).toBeGreaterThan(4096 * mebibyte);
  for (const { type, bytes } of grown) expect(bytes, type).toBeLessThan(64 * mebibyte);
});
