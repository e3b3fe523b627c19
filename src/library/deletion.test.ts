import { describe, expect, it } from 'vitest';
import type { Library } from './model';
import { idle, ids, live, openLibrary, row, settled } from './testing/world';

describe('rename and delete', () => {
  it('rename, without the blanks around', async () => {
    const { library, rows } = await openLibrary([row('a')]);
    library.askName('a');
    await library.rename('a', '  Better ');
    expect(rows[0]?.name).toBe('Better');
    expect(library.recordings.value?.[0]?.name).toBe('Better');
    expect(library.open.value).toBeUndefined();
  });

  it('delete many at once, but for what is still being written, and bring them back at once', async () => {
    const { library, rows, held, hidden } = await openLibrary([row('a'), row('b'), row('c'), row('d')]);
    held.add('b');
    await library.askDelete(['a', 'b', 'c']);
    expect(library.open.value).toMatchObject({ what: 'delete', ids: ['a', 'b', 'c'], held: ['b'] });
    await library.delete(['a', 'b', 'c']);
    expect(ids(library.recordings.value)).toEqual(['b', 'd']);
    expect(ids(library.removed.value)).toEqual(['a', 'c']);
    await library.undo();
    expect(ids(rows)).toEqual(['b', 'd', 'a', 'c']);
    expect(hidden()).toEqual([]);
  });

  it('bring back without a complaint, however often that is clicked', async () => {
    const { library, rows } = await openLibrary([row('a')]);
    await library.delete(['a']);
    await Promise.all([library.undo(), library.undo()]);
    expect(ids(rows)).toEqual(['a']);
    expect(library.failure.value).toBeUndefined();
  });

  it('do not speak of the player that the question has closed', async () => {
    const { library } = await openLibrary([row('a', { bytes: 5 })]);
    await library.play(row('a', { bytes: 5 }));
    await library.askDelete(['a']);
    await expect.poll(() => library.open.value).toMatchObject({ what: 'delete', ids: ['a'], isUsed: false });
  });

  it.each([
    ['a name', (library: Library) => library.rename('b', 'Better')],
    [
      'a cut',
      (library: Library) => library.cutOf(row('b')).save([[{ startMs: 0, endMs: 1 }]], 'lossless', []),
    ],
    ['another deletion', (library: Library) => library.delete(['b'])],
    ['the cross of the toast', (library: Library) => library.forgetRemoved()],
  ])('can be undone until something else changes: %s', async (_, change) => {
    const { library, hidden } = await openLibrary([row('a'), row('b')]);
    await library.delete(['a']);
    library.search('b');
    library.sort('oldest');
    await library.play(row('b'));
    library.close();
    await settled();
    expect(hidden(), 'nothing of that changes anything').toEqual(['a']);
    await change(library);
    await settled();
    expect(hidden()).not.toContain('a');
    expect(ids(library.removed.value)).not.toContain('a');
  });

  it('are gone to after that, unless a search hides them', async () => {
    const { library } = await openLibrary([row('a'), row('b')]);
    library.goTo('a');
    expect(library.wanted.value).toEqual({ id: 'a', focus: true });
    library.arrive();
    library.search('b');
    library.goTo('a');
    library.search('');
    expect(library.wanted.value, 'it would take the focus from the search').toBeUndefined();
  });

  it('report a recording that is gone', async () => {
    const { library } = await openLibrary([row('a')]);
    await library.rename('b', 'Better');
    expect(library.failure.value?.code).toBe('recording-not-found');
  });

  it('delete after the question', async () => {
    const { library, rows } = await openLibrary([row('a'), row('b')]);
    await library.askDelete(['a']);
    expect(library.open.value).toEqual({ what: 'delete', ids: ['a'], held: [], isUsed: false });
    await library.delete(['a']);
    expect(ids(rows)).toEqual(['b']);
    expect(ids(library.recordings.value)).toEqual(['b']);
    expect(ids(library.removed.value)).toEqual(['a']);
  });

  it('bring back what was deleted a moment ago', async () => {
    const { library, rows, hidden } = await openLibrary([row('a')]);
    await library.delete(['a']);
    expect(hidden()).toEqual(['a']);
    await library.undo();
    expect(ids(rows)).toEqual(['a']);
    expect(ids(library.recordings.value)).toEqual(['a']);
    expect(library.removed.value).toEqual([]);
    await library.undo();
    expect(library.failure.value?.code).toBe('recording-not-found');
  });

  it('say that it is played or downloaded', async () => {
    const { library, used } = await openLibrary([row('a')]);
    used.set('a', 1);
    await library.askDelete(['a']);
    expect(library.open.value).toEqual({ what: 'delete', ids: ['a'], held: [], isUsed: true });
  });

  it('never delete what is still being written, even if it began after the question', async () => {
    const { library, rows, held } = await openLibrary([row('a')]);
    await library.askDelete(['a']);
    held.add('a');
    await library.delete(['a']);
    expect(ids(rows)).toEqual(['a']);
    expect(library.open.value).toEqual({ what: 'delete', ids: ['a'], held: ['a'], isUsed: false });
  });

  it('say what a deletion frees if others need some of it, read once', async () => {
    const { library, shared, used, change } = await openLibrary([row('a')]);
    shared.set('a', 4);
    await library.askDelete(['a']);
    const asked = { what: 'delete', ids: ['a'], held: [], isUsed: false, freedBytes: 4 };
    expect(library.open.value).toEqual(asked);
    shared.clear();
    used.set('a', 1);
    await change();
    expect(library.open.value).toEqual({ ...asked, isUsed: true });
  });

  it('take what was removed before as deleted, because it then is', async () => {
    const { library, freedWith } = await openLibrary([row('a'), row('b')]);
    await library.askDelete(['a']);
    await library.delete(['a']);
    await library.askDelete(['b']);
    expect(freedWith).toEqual([[], ['a']]);
  });

  it('can no longer be undone once captions are saved', async () => {
    const { library } = await openLibrary([row('a'), row('b')]);
    await library.delete(['a']);
    expect(library.removed.value).toHaveLength(1);
    await library.captionsOf(row('b')).save([{ startMs: 0, endMs: 1, text: 'Hello' }]);
    expect(library.removed.value).toEqual([]);
  });

  it('ask again when the recording ends while the question is open', async () => {
    const { library, held, send, change } = await openLibrary([row('a', { state: 'recording' })], live('a'));
    held.add('a');
    await library.askDelete(['a']);
    await change();
    expect(library.open.value).toEqual({ what: 'delete', ids: ['a'], held: ['a'], isUsed: false });
    held.clear();
    send(idle);
    await settled();
    expect(library.open.value).toEqual({ what: 'delete', ids: ['a'], held: [], isUsed: false });
  });

  it('do not open the question again that was closed meanwhile', async () => {
    const { library, held, send } = await openLibrary([row('a')], live('a'));
    held.add('a');
    await library.askDelete(['a']);
    held.clear();
    send(idle);
    library.close();
    await settled();
    expect(library.open.value).toBeUndefined();
  });
});
