import { expect, it, vi } from 'vitest';
import { createExportFile } from './export-files';
import { stubOrigin } from './testing/origin';

it('the folder of an export whose file is refused is left to be deleted', async () => {
  stubOrigin();
  const full = new DOMException('', 'QuotaExceededError');
  vi.spyOn(navigator.storage, 'getDirectory').mockRejectedValueOnce(full);
  await expect(createExportFile()).rejects.toBe(full);
  await expect.poll(() => navigator.locks.query()).toEqual({ held: [] });
});
