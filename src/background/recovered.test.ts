import { expect, it } from 'vitest';
import type { Recording } from '../domain/recording';
import { createLastingStore } from '../extension/store';
import { createMemoryArea } from '../extension/testing/memory-area';
import { createRecovered } from './recovered';

function setUp() {
  const area = createMemoryArea();
  const rows = new Map<string, Recording>();
  const recovered = createRecovered({
    store: createLastingStore(area),
    find: async (id) => rows.get(id),
  });
  const interrupt = (id: string) =>
    rows.set(id, {
      id,
      name: 'Lesson',
      state: 'interrupted',
      durationMs: 1000,
      width: 640,
      createdAt: rows.size,
    } as Recording);
  return { area, rows, recovered, interrupt };
}

it('remembers each recording once, the newest first, until it is acknowledged', async () => {
  const { recovered, interrupt } = setUp();
  interrupt('a');
  interrupt('b');
  await Promise.all([recovered.add('b'), recovered.add('a'), recovered.add('b'), recovered.add('a')]);
  expect(await recovered.list()).toEqual([
    { recordingId: 'b', name: 'Lesson', durationMs: 1000, hasPicture: true },
    { recordingId: 'a', name: 'Lesson', durationMs: 1000, hasPicture: true },
  ]);
  await recovered.clear();
  expect(await recovered.list()).toEqual([]);
});

it('leaves out a recording that was deleted', async () => {
  const { recovered, rows, interrupt } = setUp();
  interrupt('a');
  await recovered.add('a');
  rows.set('a', { ...(rows.get('a') as Recording), deletedAt: 1 });
  expect(await recovered.list()).toEqual([]);
  rows.clear();
  expect(await recovered.list()).toEqual([]);
});

it('lists nothing if the stored value is invalid', async () => {
  const { recovered, area } = setUp();
  area.values.set('found', { a: 1 });
  expect(await recovered.list()).toEqual([]);
});
