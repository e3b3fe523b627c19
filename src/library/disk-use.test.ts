import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { createDiskUse } from './disk-use';

it('divides the disk between recordings, other data and free space', async () => {
  const mediaBytes = signal(70);
  const { diskUse, refresh } = createDiskUse(async () => ({ usedBytes: 100, freeBytes: 900 }), mediaBytes);
  expect(diskUse.value).toBeUndefined();
  await refresh();
  expect(diskUse.value).toEqual({ recordings: 70, other: 30, free: 900 });
  // A recording in progress is newer than the browser's answer.
  mediaBytes.value = 120;
  expect(diskUse.value).toEqual({ recordings: 120, other: 0, free: 900 });
});

it('keeps what it knew if the browser can’t say', async () => {
  let isBroken = false;
  const { diskUse, refresh } = createDiskUse(async () => {
    if (isBroken) throw new TypeError('No estimate');
    return { usedBytes: 1, freeBytes: 2 };
  }, signal(1));
  await refresh();
  isBroken = true;
  await refresh();
  expect(diskUse.value).toEqual({ recordings: 1, other: 0, free: 2 });
});
