import { expect, it, onTestFinished, vi } from 'vitest';
import { deleteCopy, writeCopy } from './copied-files';
import type { WorkerFileHandle } from './sync-access';
import { folderOf, openTemporaryFolder } from './temporary-folder';
import { stubOrigin } from './testing/origin';

it('a copy that another worker is writing is waited for, and used', async () => {
  stubOrigin();
  const { name } = await openTemporaryFolder();
  let written = 0;
  async function* chunks() {
    for (const byte of [1, 2, 3]) {
      await new Promise((resolve) => setTimeout(resolve));
      written += 1;
      yield Uint8Array.of(byte);
    }
  }
  const open = () => writeCopy(name, 'a', async () => undefined)(chunks(), 3);
  const copies = await Promise.all([open(), open()]);
  expect(copies.map(({ size }) => size)).toEqual([3, 3]);
  expect(written).toBe(3);
});

it('what a worker wrote that was just ended is replaced once it is closed, and needs no space', async () => {
  const files = stubOrigin();
  const { name } = await openTemporaryFolder();
  const file = (await (await folderOf(name)).getFileHandle('a', { create: true })) as WorkerFileHandle;
  const ended = await file.createSyncAccessHandle();
  ended.write(Uint8Array.of(1, 2), { at: 0 });
  navigator.storage.estimate = async () => ({ usage: [...files.values()].flat().length, quota: 500_000_003 });
  async function* chunks() {
    yield Uint8Array.of(1, 2, 3);
  }
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const copy = writeCopy(name, 'a', async () => undefined)(chunks(), 3);
  await vi.advanceTimersByTimeAsync(1000);
  ended.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect((await copy).size).toBe(3);
});

it('a copy is deleted, but none that is missing, and no other', async () => {
  const files = stubOrigin();
  files.set('/temporary/page/a', [1]);
  files.set('/temporary/page/b', [1]);
  await deleteCopy('page', 'a');
  await deleteCopy('page', 'a');
  expect([...files.keys()]).toEqual(['/temporary/page/b']);
});
