import { expect, it, vi } from 'vitest';
import type { Recording } from '../domain/recording';
import { recordingRow } from '../storage/testing/recording';
import type { IdleTask } from './idle-work';
import { createThumbnails } from './thumbnails';

function setUp() {
  const reads: string[][] = [];
  const urls = new Set<string>();
  const tasks: (() => void)[] = [];
  const idle: IdleTask[] = [];
  const makeThumbnail = vi.fn(async ({ id }: Recording) => (id === 'none' ? new Blob([id]) : undefined));
  let made = 0;
  const thumbnails = createThumbnails({
    storage: {
      async thumbnails(recordings) {
        reads.push(recordings.map(({ id }) => id));
        return new Map(recordings.filter(({ id }) => id !== 'none').map(({ id }) => [id, new Blob([id])]));
      },
      makeThumbnail,
    },
    idleTask: (task) => idle.push(task),
    urls: {
      create() {
        made += 1;
        urls.add(`blob:${made}`);
        return `blob:${made}`;
      },
      revoke: (url) => urls.delete(url),
    },
    soon: (task) => tasks.push(task),
  });
  const shown: string[] = [];
  const settle = async () => {
    for (const task of tasks.splice(0)) task();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return {
    watch: (id: string, change: Partial<Recording> = {}) =>
      thumbnails.watch(recordingRow(id, change), (url) => shown.push(url)),
    idle,
    makeThumbnail,
    reads,
    urls,
    shown,
    settle,
  };
}

it('reads together what is drawn together', async () => {
  const { watch, reads, shown, settle } = setUp();
  for (const id of ['a', 'b', 'none']) watch(id);
  await settle();
  expect(reads).toEqual([['a', 'b', 'none']]);
  expect(shown).toEqual(['blob:1', 'blob:2']);
  watch('c');
  await settle();
  expect(reads.at(-1)).toEqual(['c']);
});

it('does not read what has been scrolled away', async () => {
  const { watch, reads, settle } = setUp();
  const end = watch('a');
  end();
  await settle();
  expect(reads).toEqual([]);
});

it('revokes each URL, also of what goes away while it is read', async () => {
  const { watch, urls, shown, settle } = setUp();
  const end = watch('a');
  await settle();
  expect(urls.size).toBe(1);
  end();
  expect(urls.size).toBe(0);
  const endSecond = watch('b');
  const settled = settle();
  endSecond();
  await settled;
  expect(urls.size).toBe(0);
  expect(shown).toEqual(['blob:1']);
});

const complete = { state: 'complete', bytes: 8, width: 640, height: 360 } as const;
const { signal } = new AbortController();

it('makes the picture of a recording that has none, once, when there is time', async () => {
  const { watch, idle, makeThumbnail, shown, settle } = setUp();
  const end = watch('none', complete);
  await settle();
  expect(shown).toEqual([]);
  await idle[0]?.(signal);
  expect(shown).toEqual(['blob:1']);
  end();
  watch('none', complete);
  await settle();
  for (const task of idle) await task(signal);
  expect(makeThumbnail).toHaveBeenCalledOnce();
});

it('tries again after an interruption, but not for what has been scrolled away', async () => {
  const { watch, idle, makeThumbnail, shown, settle } = setUp();
  const end = watch('none', complete);
  await settle();
  const interrupted = AbortSignal.abort();
  await idle[0]?.(interrupted);
  expect(shown).toEqual([]);
  await idle[0]?.(signal);
  expect(shown).toEqual(['blob:1']);
  end();
  const other = setUp();
  other.watch('none', complete)();
  watch('none', complete)();
  await settle();
  expect(makeThumbnail).toHaveBeenCalledTimes(2);
});

it.each([
  ['is in progress', { state: 'recording' }],
  ['is empty', { bytes: 0 }],
  ['has no video', { width: 0 }],
  ['is a part', { ranges: [{ mediaId: 'm', startMs: 5 }] }],
] as const)('makes none of a recording that %s', async (_, change) => {
  const { watch, idle, settle } = setUp();
  watch('none', { ...complete, ...change });
  await settle();
  expect(idle).toEqual([]);
});
