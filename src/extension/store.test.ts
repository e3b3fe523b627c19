import { describe, expect, expectTypeOf, it } from 'vitest';
import { type CaptureOptions, defaultOptions } from '../domain/options';
import { noSnapshot, type RecorderSnapshot } from '../domain/snapshot';
import { createLastingStore, createSessionStore } from './store';
import { createMemoryArea } from './testing/memory-area';

describe('the session store', () => {
  it('returns what was set, until it is forgotten', async () => {
    const store = createSessionStore(createMemoryArea());
    expect(await store.get('snapshot')).toBeUndefined();
    await store.set('snapshot', noSnapshot);
    await store.set('update', true);
    expect(await store.get('snapshot')).toEqual(noSnapshot);
    expect(await store.get('update')).toBe(true);
    await store.forget('snapshot', 'update');
    expect(await store.get('snapshot')).toBeUndefined();
    expect(await store.get('update')).toBe(false);
  });

  it('treats a value that does not parse as absent', async () => {
    const area = createMemoryArea();
    const store = createSessionStore(area);
    await area.set({ snapshot: { session: 'recording' }, notices: 1, cancelled: 2, update: 'yes' });
    expect(await store.get('snapshot')).toBeUndefined();
    expect(await store.get('notices')).toBeUndefined();
    expect(await store.get('cancelled')).toBeUndefined();
    expect(await store.get('update')).toBe(false);
  });

  it('knows the type of each value', () => {
    const store = createSessionStore(createMemoryArea());
    expectTypeOf(store.get<'snapshot'>).returns.resolves.toEqualTypeOf<RecorderSnapshot | undefined>();
    expectTypeOf(store.get<'update'>).returns.resolves.toEqualTypeOf<boolean>();
    // @ts-expect-error there is no such key
    void store.get('fly');
    // @ts-expect-error a value of another type
    void store.set('cancelled', 1);
  });
});

describe('the lasting store', () => {
  it('starts with the default options, and reads each stored one alone', async () => {
    const area = createMemoryArea();
    const store = createLastingStore(area);
    expect(await store.get('options')).toEqual(defaultOptions);
    await area.set({ options: { frameRate: 60, source: 'moon' } });
    expect(await store.get('options')).toEqual({ ...defaultOptions, frameRate: 60 });
    expectTypeOf(store.get<'options'>).returns.resolves.toEqualTypeOf<CaptureOptions>();
  });

  it('reads the ids among what is stored', async () => {
    const area = createMemoryArea();
    await area.set({ found: ['a', 1, 'b'] });
    expect(await createLastingStore(area).get('recovered')).toEqual(['a', 'b']);
  });
});
