import { expect, it, vi } from 'vitest';
import { createExportFile } from './export-files';
import { deleteAbandoned } from './temporary-folder';
import { stubOrigin } from './testing/origin';

it('a folder is deleted once nobody holds its lock', async () => {
  const files = stubOrigin();
  files.set('/temporary/abandoned/export', []);
  await createExportFile();
  await deleteAbandoned();
  expect([...files.keys()]).toEqual([expect.not.stringContaining('abandoned')]);
});

it('a folder that another page creates meanwhile is kept', async () => {
  const files = stubOrigin();
  const query = navigator.locks.query.bind(navigator.locks);
  vi.spyOn(navigator.locks, 'query').mockImplementationOnce(async () => {
    const locks = await query();
    await createExportFile();
    return locks;
  });
  await deleteAbandoned();
  expect(files.size).toBe(1);
});
