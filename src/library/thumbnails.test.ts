import { expect, it } from 'vitest';
import { recordingRow } from '../storage/testing/recording';
import { createThumbnails } from './thumbnails';

function setUp() {
  const reads: string[][] = [];
  const urls = new Set<string>();
  const tasks: (() => void)[] = [];
  let made = 0;
  const thumbnails = createThumbnails({
    storage: {
      async thumbnails(recordings) {
        reads.push(recordings.map(({ id }) => id));
        return new Map(recordings.filter(({ id }) => id !== 'none').map(({ id }) => [id, new Blob([id])]));
      },
    },
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
    watch: (id: string) => thumbnails.watch(recordingRow(id), (url) => shown.push(url)),
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
