import { describe, expect, it } from 'vitest';
import { ids, live, openLibrary, row, settled } from './testing/world';

describe('a search', () => {
  it('shows what it finds, in the order that was chosen, and all of it again', async () => {
    const rows = [row('a', { createdAt: 3 }), row('b', { createdAt: 2, durationMs: 9000 })];
    rows.push(row('c', { name: 'A lesson' }));
    const { library } = await openLibrary(rows);
    const shown = () => library.shown.value?.map(({ id }) => id);
    library.sort('longest');
    expect(shown()).toEqual(['b', 'a', 'c']);
    library.search('LESSON');
    expect(shown()).toEqual(['c']);
    expect(library.recordings.value).toHaveLength(3);
    library.search('');
    library.sort('newest');
    expect(shown()).toEqual(['a', 'b', 'c']);
  });
});

describe('a filter', () => {
  it('shows what passes it, besides the search, and all of it again', async () => {
    const rows = [row('a', { source: 'camera' }), row('b', { name: 'A lesson' }), row('c')];
    const { library } = await openLibrary(rows);
    library.filter({ source: 'tab' });
    expect(ids(library.shown.value)).toEqual(['b', 'c']);
    library.search('lesson');
    expect(ids(library.shown.value)).toEqual(['b']);
    library.filter({ state: 'interrupted' });
    expect(ids(library.shown.value)).toEqual([]);
    library.showAll();
    expect(ids(library.shown.value)).toEqual(['a', 'b', 'c']);
    expect(library.filters.value).toEqual({ source: 'all', state: 'all' });
  });

  it('knows the damage that is found later', async () => {
    const { library, settle } = await openLibrary([row('a', { bytes: 666 }), row('b')]);
    library.filter({ state: 'problem' });
    expect(ids(library.shown.value)).toEqual([]);
    settle();
    await settled();
    expect(ids(library.shown.value)).toEqual(['a']);
  });
});

describe('a search while a recording runs', () => {
  it('shows its progress, and is not done again for it', async () => {
    const { library, send, named } = await openLibrary([row('a', { state: 'recording' }), row('b')]);
    library.search('recording');
    expect(library.shown.value).toHaveLength(2);
    const before = named();
    send(live('a'));
    expect(library.shown.value?.[0]?.bytes).toBe(900);
    expect(named()).toBe(before);
  });
});
