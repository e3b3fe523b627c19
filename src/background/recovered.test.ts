import { expect, it } from 'vitest';
import type { Recording } from '../domain/recording';
import { createFound } from './recovered';

function setUp() {
  const memory = new Map<string, unknown>();
  const rows = new Map<string, Recording>();
  const found = createFound({
    memory: {
      recall: async (key) => memory.get(key),
      remember: async (key, value) =>
        void (value === undefined ? memory.delete(key) : memory.set(key, value)),
    },
    find: async (id) => rows.get(id),
  });
  const interrupt = (id: string) =>
    rows.set(id, { id, state: 'interrupted', durationMs: 1000, createdAt: rows.size } as Recording);
  return { memory, rows, found, interrupt };
}

it('remembers each recording once, the newest first, until it is answered', async () => {
  const { found, interrupt } = setUp();
  interrupt('a');
  interrupt('b');
  await Promise.all([found.add('b'), found.add('a'), found.add('b'), found.add('a')]);
  expect(await found.list()).toEqual([
    { recordingId: 'b', durationMs: 1000 },
    { recordingId: 'a', durationMs: 1000 },
  ]);
  await found.clear();
  expect(await found.list()).toEqual([]);
});

it('says nothing of a recording that was deleted', async () => {
  const { found, rows, interrupt } = setUp();
  interrupt('a');
  await found.add('a');
  rows.set('a', { ...(rows.get('a') as Recording), deletedAt: 1 });
  expect(await found.list()).toEqual([]);
  rows.clear();
  expect(await found.list()).toEqual([]);
});

it('bears a memory that makes no sense', async () => {
  const { found, memory } = setUp();
  memory.set('found', { a: 1 });
  expect(await found.list()).toEqual([]);
});
