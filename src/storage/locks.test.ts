import { beforeEach, expect, it, vi } from 'vitest';
import { wholeOf } from '../domain/clip';
import {
  holdLock,
  isBeingRecorded,
  isMediaUsed,
  mediaLock,
  recordingLock,
  useMedia,
  whileUnused,
} from './locks';

/** Node 20 has no Web Locks. These are never refused for being held; they are released a task after their holder ends. */
const held = new Map<string, LockMode>();
const request = vi.fn(
  async (
    name: string,
    { mode = 'exclusive', ifAvailable = false }: LockOptions,
    callback: (lock: object | null) => unknown,
  ): Promise<void> => {
    if (ifAvailable && held.has(name)) return void (await callback(null));
    held.set(name, mode);
    await callback({});
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
  const whole = { ranges: wholeOf('a') };
  const endUse = await useMedia(whole);
  expect(held.get(mediaLock('a'))).toBe('shared');
  expect(await isMediaUsed(whole)).toBe(true);
  await endUse();
  expect(await isMediaUsed(whole)).toBe(false);
});

it('a clip of several media uses each of them', async () => {
  const clip = { ranges: [{ mediaId: 'a' }, { mediaId: 'b', startMs: 1 }, { mediaId: 'a', endMs: 5 }] };
  const endUse = await useMedia(clip);
  expect([...held.keys()]).toEqual([mediaLock('a'), mediaLock('b')]);
  expect(await isMediaUsed({ ranges: wholeOf('b') }), 'a clip that shares media').toBe(true);
  await endUse();
  expect(held.size).toBe(0);
  held.set(mediaLock('b'), 'shared');
  expect(await isMediaUsed(clip)).toBe(true);
});

it('a task runs only while no media of a clip is used, under the locks of all of it', async () => {
  const clip = { ranges: [{ mediaId: 'a' }, { mediaId: 'b' }] };
  const seen: string[][] = [];
  const task = async () => void seen.push([...held.keys()]);
  held.set(mediaLock('b'), 'shared');
  await whileUnused([clip], task);
  expect(seen).toEqual([]);
  held.clear();
  await whileUnused([clip], task);
  expect(seen).toEqual([[mediaLock('a'), mediaLock('b')]]);
});

it('a task runs with those clips of many whose media is not used', async () => {
  const clips = ['a', 'b', 'c'].map((id) => ({ id, ranges: wholeOf(id) }));
  const both = { id: 'both', ranges: [...wholeOf('a'), ...wholeOf('b')] };
  held.set(mediaLock('b'), 'shared');
  const seen: string[] = [];
  await whileUnused([...clips, both], async (unused) => void seen.push(...unused.map(({ id }) => id)));
  expect(seen).toEqual(['a', 'c']);
});

it('releases the media that it has if the rest is refused', async () => {
  request.mockImplementationOnce(request.getMockImplementation() ?? expect.unreachable);
  request.mockRejectedValueOnce(new DOMException('Not fully active', 'InvalidStateError'));
  await expect(useMedia({ ranges: [{ mediaId: 'a' }, { mediaId: 'b' }] })).rejects.toThrow();
  expect(held.size).toBe(0);
});

it('rejects if the browser refuses a lock', async () => {
  request.mockRejectedValue(new DOMException('Not fully active', 'InvalidStateError'));
  await expect(holdLock('a')).rejects.toMatchObject({ name: 'InvalidStateError' });
  await expect(useMedia({ ranges: wholeOf('a') })).rejects.toMatchObject({ name: 'InvalidStateError' });
});
