import { beforeEach, expect, it, vi } from 'vitest';
import { holdLock, isBeingRecorded, isMediaUsed, mediaLock, recordingLock, useMedia } from './locks';

/** Node 20 has no Web Locks. These are never refused for being held; they are released a task after their holder ends. */
const held = new Map<string, LockMode>();
const request = vi.fn(
  async (name: string, { mode }: { mode: LockMode }, callback: () => Promise<void>): Promise<void> => {
    held.set(name, mode);
    await callback();
    await new Promise((resolve) => setTimeout(resolve));
    held.delete(name);
  },
);
vi.stubGlobal('navigator', {
  locks: { request, query: async () => ({ held: [...held].map(([name, mode]) => ({ name, mode })) }) },
});

beforeEach(() => held.clear());

it('a recording is being recorded as long as its lock is held', async () => {
  const release = await holdLock(recordingLock('a'));
  expect(await isBeingRecorded('a')).toBe(true);
  expect(await isBeingRecorded('b')).toBe(false);
  expect(held.get('recording:a')).toBe('exclusive');
  release();
  await vi.waitFor(async () => expect(await isBeingRecorded('a')).toBe(false));
});

it('the use of media is shared, and its end resolves once no page sees it', async () => {
  const endUse = await useMedia('a');
  expect(held.get(mediaLock('a'))).toBe('shared');
  expect(await isMediaUsed('a')).toBe(true);
  await endUse();
  expect(await isMediaUsed('a')).toBe(false);
});

it('rejects if the browser refuses a lock', async () => {
  request.mockRejectedValue(new DOMException('Not fully active', 'InvalidStateError'));
  await expect(holdLock('a')).rejects.toMatchObject({ name: 'InvalidStateError' });
  await expect(useMedia('a')).rejects.toMatchObject({ name: 'InvalidStateError' });
});
