import { describe, expect, it } from 'vitest';
import { wholeOf } from '../domain/clip';
import { ok } from '../domain/failure';
import { noNotices } from '../domain/notices';
import type { Recording } from '../domain/recording';
import { createRevisions, type RecorderSnapshot } from '../domain/snapshot';
import { noFolder } from '../folder/testing/no-folder';
import type { Call } from '../messaging/rpc';
import { createLibrary, type Library } from './model';

function row(id: string, change: Partial<Recording> = {}): Recording {
  return {
    id,
    name: `Recording ${id}`,
    createdAt: 1,
    source: 'tab',
    format: 'webm-vp9',
    mimeType: 'video/webm;codecs=vp9,opus',
    timesliceMs: 1000,
    width: 1280,
    height: 720,
    hasAudio: true,
    state: 'complete',
    durationMs: 1000,
    bytes: 10,
    sliceCount: 1,
    ranges: wholeOf(id),
    ...change,
  };
}

/** A snapshot as the tests write it; its revision follows from when it is made. */
type Content = Omit<RecorderSnapshot, 'revision'>;

const idle: Content = { session: { state: 'inactive' } };

function live(id: string): Content {
  return {
    session: { state: 'recording', recordingId: id },
    progress: {
      source: 'tab',
      sourceSound: true,
      container: 'webm',
      timesliceMs: 1000,
      elapsedMs: 9000,
      measuredAt: 0,
      bytes: 900,
      sliceCount: 9,
      safeMs: 8800,
      stalled: false,
    },
  };
}

async function openLibrary(rows: Recording[], status: Content = idle) {
  const done: string[] = [];
  const tasks: (() => void)[] = [];
  const held = new Set<string>();
  const used = new Map<string, number>();
  /** What deleting a recording frees whose media others need. */
  const shared = new Map<string, number>();
  const inspected: string[] = [];
  let hidden: Recording[] = [];
  const broken = { reads: false, media: false };
  let lists = 0;
  let named = 0;
  let changed: () => void = () => undefined;
  let send: (snapshot: RecorderSnapshot) => void = () => undefined;
  const nextRevision = createRevisions(1);
  let urls = 0;
  const library = createLibrary({
    call: (async () =>
      ok({ snapshot: { revision: nextRevision(), ...status }, notices: noNotices })) as unknown as Call,
    folder: noFolder(),
    sharing: {},
    onSnapshot(listener) {
      send = listener;
      return () => undefined;
    },
    storage: {
      async list() {
        lists += 1;
        if (broken.reads) throw new DOMException('The disk is gone', 'UnknownError');
        const recordings = structuredClone(rows);
        return { recordings, mediaBytes: rows.length * 10 };
      },
      async rename(id, name) {
        const index = rows.findIndex((recording) => recording.id === id);
        const old = rows[index];
        if (old !== undefined) rows[index] = { ...old, name };
        return old !== undefined;
      },
      async hide(gone) {
        const there = rows.filter(({ id }) => gone.includes(id));
        for (const each of there) rows.splice(rows.indexOf(each), 1);
        hidden.push(...there);
        return there.length === gone.length;
      },
      async unhide(back) {
        const there = hidden.filter(({ id }) => back.includes(id));
        for (const each of there) hidden.splice(hidden.indexOf(each), 1);
        rows.push(...there);
        return there.length === back.length;
      },
      space: async () => ({ usedBytes: 100, freeBytes: 900 }),
      thumbnails: async () => new Map(),
      async deleteHidden() {
        hidden = hidden.filter(({ id }) => [...used.keys()].join().includes(id));
      },
      async adopt() {
        if (broken.reads) throw new DOMException('The disk is gone', 'UnknownError');
      },
      async openPieces() {
        return new Blob(['pieces']);
      },
      async timeline() {
        throw new DOMException('The disk is gone', 'UnknownError');
      },
      saveCaptions: async () => true,
      measurePeaks: async () => Uint8Array.of(1),
      freedBy: async ([id = '']) => shared.get(id),
      async openJoined({ ranges }) {
        return { file: new Blob(['joined']), startsMs: ranges.map((_, index) => 1000 * index) };
      },
      async cutPlaces() {
        if (broken.media) throw new DOMException('The disk is gone', 'UnknownError');
        return { places: [0, 3400], canBeExact: true };
      },
      async cut(recording, parts) {
        if (broken.media) throw new DOMException('The disk is gone', 'UnknownError');
        const ids = parts.map((_, index) => `${recording.id}-${index}`);
        rows.push(...ids.map((id) => row(id)));
        return ids;
      },
      async inspect(recordings, looked) {
        for (const { id, bytes } of recordings) {
          inspected.push(id);
          looked(id, bytes === 666 ? { what: 'no-media' } : undefined);
        }
      },
      async openMedia(recording, watch) {
        if (recording.id === 'long' && watch !== undefined) {
          const { progress, signal } = watch;
          progress(0.25);
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        }
        if (broken.media) throw new DOMException('The disk is gone', 'UnknownError');
        const damage = recording.bytes === 667 ? ({ what: 'not-media' } as const) : undefined;
        return { file: new Blob(['x'.repeat(recording.bytes)]), damage };
      },
      onChange(listener) {
        changed = listener;
        return () => undefined;
      },
    },
    nameOf({ name }) {
      named += 1;
      return name;
    },
    locale: 'en',
    searchTextOf: ({ name }) => {
      named += 1;
      return name;
    },
    heldOf: async (asked) => asked.filter((id) => held.has(id)),
    async useMedia({ ranges }) {
      const id = ranges.map(({ mediaId }) => mediaId).join();
      used.set(id, (used.get(id) ?? 0) + 1);
      return async () => {
        const left = (used.get(id) ?? 0) - 1;
        if (left > 0) used.set(id, left);
        else used.delete(id);
      };
    },
    isMediaUsed: async ({ ranges }) => ranges.some(({ mediaId }) => used.has(mediaId)),
    targets: ['folder', 'zip'],
    pickTarget: async () => undefined,
    saveTo: async () => undefined,
    urls: {
      create() {
        urls += 1;
        return `blob:${urls}`;
      },
      revoke: (url) => done.push(`revoke ${url}`),
    },
    download: (url, name) => done.push(`download ${url} as ${name}`),
    soon: (task) => tasks.push(task),
    idle: (task) => tasks.push(task),
  });
  await library.begin();
  return {
    library,
    rows,
    done,
    held,
    used,
    inspected,
    hidden: () => ids(hidden),
    broken,
    shared,
    lists: () => lists,
    named: () => named,
    /** Something changed in the storage; resolves when the library has seen it. */
    async change() {
      changed();
      await settled();
    },
    send: (content: Content) => send({ revision: nextRevision(), ...content }),
    settle() {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) task();
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const ids = (recordings: readonly Recording[] | undefined) => recordings?.map(({ id }) => id);

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

describe('the use of the disk', () => {
  it('counts media once, and the recording in progress', async () => {
    const { library, send } = await openLibrary([row('a', { state: 'recording', bytes: 0 }), row('b')]);
    await settled();
    expect(library.diskUse.value).toEqual({ recordings: 20, other: 80, free: 900 });
    send(live('a'));
    expect(library.diskUse.value).toEqual({ recordings: 920, other: 0, free: 900 });
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

describe('a file that is copied', () => {
  it('shows how much of it is there, and can be canceled', async () => {
    const { library, done } = await openLibrary([row('long', { bytes: 5 })]);
    for (const begin of [library.play, library.download]) {
      const begun = begin(row('long', { bytes: 5 }));
      await expect.poll(() => library.copying.value).toEqual({ id: 'long', share: 0.25 });
      library.cancelCopy();
      await begun;
      expect(library.copying.value).toBeUndefined();
      expect(library.failure.value).toBeUndefined();
    }
    expect(library.open.value).toBeUndefined();
    expect(done.join()).not.toContain('download');
  });

  it('makes way for another one', async () => {
    const { library } = await openLibrary([row('long', { bytes: 5 }), row('a', { bytes: 5 })]);
    const begun = library.play(row('long', { bytes: 5 }));
    await expect.poll(() => library.copying.value?.id).toBe('long');
    await library.play(row('a', { bytes: 5 }));
    await begun;
    expect(library.copying.value).toBeUndefined();
    expect(library.open.value).toMatchObject({ what: 'video', id: 'a' });
  });
});

it('goes on with a download while something else is played', async () => {
  const { library } = await openLibrary([row('long', { bytes: 5 }), row('a', { bytes: 5 })]);
  const begun = library.download(row('long', { bytes: 5 }));
  await expect.poll(() => library.copying.value?.id).toBe('long');
  await library.play(row('a', { bytes: 5 }));
  expect(library.open.value).toMatchObject({ what: 'video', id: 'a' });
  expect(library.copying.value?.id).toBe('long');
  library.cancelCopy();
  await begun;
  expect(library.copying.value).toBeUndefined();
});

describe('a player', () => {
  it('cuts a recording', async () => {
    const { library } = await openLibrary([row('a')]);
    const cut = library.cutOf(row('a'));
    expect(await cut.places([])).toEqual({ places: [0, 3400], canBeExact: true });
    const parts = [[{ startMs: 0, endMs: 10 }], [{ startMs: 10, endMs: 20 }]];
    expect(await cut.save(parts, 'lossless', [])).toBe(true);
    expect(library.recordings.value?.map(({ id }) => id).sort()).toEqual(['a', 'a-0', 'a-1']);
  });

  it('joins recordings that are alike, and refuses others with the reason', async () => {
    const unlike = {
      b: {},
      size: { width: 9 },
      format: { format: 'mp4-h264' },
      mute: { hasAudio: false },
    } as const;
    const rows = Object.entries(unlike).map(([id, changes]) => row(id, { bytes: 5, ...changes }));
    const { library, used } = await openLibrary([row('a', { bytes: 5 }), ...rows]);
    const cut = library.cutOf(row('a'));
    expect(
      cut
        .others()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['b', 'format', 'mute', 'size']);
    expect(await cut.join(['b', 'b'])).toMatchObject({ atMs: 2000 });
    for (const [id, code] of [
      ['size', 'join-size-differs'],
      ['format', 'join-format-differs'],
      ['mute', 'join-tracks-differ'],
      ['gone', 'recording-not-found'],
    ] as const) {
      expect(await cut.join(['b', id])).toBeUndefined();
      expect(library.failure.value?.code).toBe(code);
    }
    const joining = cut.join(['b']);
    cut.end();
    await joining;
    await expect.poll(() => used.size, { message: 'all of it may be deleted' }).toBe(0);
  });

  it('says why it can’t', async () => {
    const { library, broken } = await openLibrary([row('a')]);
    broken.media = true;
    const cut = library.cutOf(row('a'));
    expect(await cut.places([])).toBeUndefined();
    expect(await cut.save([[{ startMs: 0, endMs: 10 }]], 'exact', [])).toBe(false);
    expect(library.failure.value?.code).toBe('storage-failed');
  });

  it('saves a frame under its name and its time', async () => {
    const { library, done } = await openLibrary([row('a')]);
    library.saveFrame(row('a'), new Blob(['png']), 61_350);
    expect(done.join()).toContain('Recording a 1.01.3.png');
  });
});

describe('the list', () => {
  it('shows what the storage has', async () => {
    const { library } = await openLibrary([row('a'), row('b')]);
    expect(ids(library.recordings.value)).toEqual(['a', 'b']);
  });

  it('follows a recording in progress by its snapshots', async () => {
    const { library, send } = await openLibrary([row('a', { state: 'recording', bytes: 0 }), row('b')]);
    send(live('a'));
    expect(library.recordings.value?.[0]).toMatchObject({ bytes: 900, sliceCount: 9, durationMs: 8800 });
    expect(library.recordings.value?.[1]).toMatchObject({ bytes: 10 });
  });

  it('is read again when the recording ends', async () => {
    const { rows, lists, send, library } = await openLibrary([row('a', { state: 'recording' })], live('a'));
    rows[0] = row('a');
    const before = lists();
    send(idle);
    await settled();
    expect(lists()).toBeGreaterThan(before);
    expect(library.recordings.value?.[0]?.state).toBe('complete');
  });

  it('keeps the objects of what has not changed, so that one change draws one card', async () => {
    const { library, rows, change } = await openLibrary([row('a'), row('b')]);
    const [a, b] = library.recordings.value ?? [];
    rows[1] = row('b', { name: 'New' });
    await change();
    expect(library.recordings.value?.[0]).toBe(a);
    expect(library.recordings.value?.[1]).not.toBe(b);
  });

  it('reads once for many changes that come together', async () => {
    const { lists, change } = await openLibrary([row('a')]);
    const before = lists();
    await Promise.all(Array.from({ length: 50 }, change));
    expect(lists() - before).toBeLessThanOrEqual(2);
  });

  it('shows a failure of the storage, and reads again on retry', async () => {
    const { library, broken, rows, change } = await openLibrary([row('a')]);
    broken.reads = true;
    await change();
    expect(library.failure.value?.code).toBe('storage-failed');
    expect(library.canRetry.value).toBe(true);
    expect(ids(library.recordings.value)).toEqual(['a']);
    broken.reads = false;
    rows.push(row('b'));
    await library.retry();
    expect(library.failure.value).toBeUndefined();
    expect(ids(library.recordings.value)).toEqual(['a', 'b']);
  });
});

describe('play and download', () => {
  it('revoke the address when the video is closed or another one is opened', async () => {
    const { library, done } = await openLibrary([row('a'), row('b')]);
    await library.play(row('a'));
    expect(library.open.value).toMatchObject({ what: 'video', id: 'a', url: 'blob:1' });
    await library.play(row('b'));
    expect(done).toEqual(['revoke blob:1']);
    library.close();
    expect(done).toEqual(['revoke blob:1', 'revoke blob:2']);
    expect(library.open.value).toBeUndefined();
  });

  it('hold the recording until the video is closed, whatever another page deletes', async () => {
    const { library, used } = await openLibrary([row('a'), row('b')]);
    await library.play(row('a'));
    expect([...used.keys()]).toEqual(['a']);
    await library.play(row('b'));
    await settled();
    expect([...used.keys()]).toEqual(['b']);
    library.close();
    await settled();
    expect([...used.keys()]).toEqual([]);
    await library.download(row('a'));
    expect([...used.keys()]).toEqual(['a']);
  });

  it('release a recording that can’t be read', async () => {
    const { library, used, broken } = await openLibrary([row('a')]);
    broken.media = true;
    await library.play(row('a'));
    expect(used.size).toBe(0);
  });

  it('download the pieces unchanged', async () => {
    const { library, done } = await openLibrary([row('a', { name: 'A' })]);
    await library.downloadPieces(row('a', { name: 'A' }));
    expect(done).toEqual(['download blob:1 as A.webm']);
  });

  it('continue when another page deletes the recording, which is gone once the video is closed', async () => {
    const { library, rows, done, change } = await openLibrary([
      row('a', { createdAt: 3 }),
      row('b', { createdAt: 2 }),
      row('c', { createdAt: 1 }),
    ]);
    await library.play(row('b'));
    rows.splice(1, 1);
    await change();
    expect(library.open.value).toMatchObject({ what: 'video', id: 'b' });
    expect(ids(library.recordings.value)).toEqual(['a', 'b', 'c']);
    library.close();
    await settled();
    expect(ids(library.recordings.value)).toEqual(['a', 'c']);
    expect(done).toEqual(['revoke blob:1']);
  });

  it('close a form with its recording', async () => {
    const { library, rows, change } = await openLibrary([row('a')]);
    library.askName('a');
    rows.length = 0;
    await change();
    expect(library.open.value).toBeUndefined();
  });

  it('download many, one after another', async () => {
    const { library, done } = await openLibrary([row('a'), row('b')]);
    await library.downloadAll([row('a'), row('b')]);
    expect(done).toEqual(['download blob:1 as Recording a.webm', 'download blob:2 as Recording b.webm']);
  });

  it('save under a name that every file system accepts', async () => {
    const { library, done } = await openLibrary([row('a')]);
    await library.download(row('a', { name: 'a/b: 14:05', format: 'mp4-h264' }));
    expect(done).toEqual(['download blob:1 as a b 14.05.mp4']);
  });

  it('report a recording that is gone, and update the list', async () => {
    const { library, rows } = await openLibrary([row('a')]);
    rows.length = 0;
    await library.play(row('a', { bytes: 0 }));
    expect(library.failure.value?.code).toBe('recording-not-found');
    expect(library.canRetry.value).toBe(false);
    expect(ids(library.recordings.value)).toEqual([]);
  });

  it('are retried after a failure of the storage', async () => {
    const { library, broken } = await openLibrary([row('a')]);
    broken.media = true;
    await library.play(row('a'));
    expect(library.open.value).toBeUndefined();
    await library.retry();
    expect(library.failure.value?.code).toBe('storage-failed');
    broken.media = false;
    await library.retry();
    expect(library.failure.value).toBeUndefined();
    expect(library.open.value).toMatchObject({ what: 'video', id: 'a' });
  });
});

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

describe('damage', () => {
  it('is looked for once in each recording that is not being written nor known to be intact', async () => {
    const { library, inspected, rows, change, settle } = await openLibrary([
      row('a', { bytes: 666 }),
      row('b', { state: 'recording' }),
      row('c', { isIntact: true }),
    ]);
    expect(inspected, 'it is shown first').toEqual([]);
    settle();
    await settled();
    expect(inspected).toEqual(['a']);
    expect(library.damages.value.get('a')).toEqual({ what: 'no-media' });
    rows[1] = row('b');
    await change();
    settle();
    await settled();
    expect(inspected).toEqual(['a', 'b']);
  });

  it('is noted when a recording is opened, which is then not inspected again', async () => {
    const { library, inspected, settle } = await openLibrary([
      row('a', { bytes: 667, isIntact: true }),
      row('b'),
    ]);
    for (const recording of library.recordings.value ?? []) await library.play(recording);
    expect(library.damages.value).toEqual(new Map([['a', { what: 'not-media' }]]));
    settle();
    await settled();
    expect(inspected).toEqual([]);
  });

  it('that is noted in a row does not redraw its card', async () => {
    const { library, rows, change } = await openLibrary([row('a')]);
    const { value: before } = library.recordings;
    rows[0] = row('a', { isIntact: true });
    await change();
    expect(library.recordings.value?.[0]).toBe(before?.[0]);
  });
});

describe('what the disk refused', () => {
  const rescue = {
    recordingId: 'a',
    name: 'a/b',
    format: 'mp4-h264',
    url: 'blob:rescue',
    bytes: 9,
    unsavedBytes: 3,
    isWhole: true,
  } as const;

  it('is offered, saved under a safe name, and forgotten by the recorder', async () => {
    const { library, done, send } = await openLibrary([]);
    send({ ...idle, rescues: [rescue] });
    expect(library.rescues.value).toEqual([rescue]);
    library.saveRescue(rescue);
    expect(done).toEqual(['download blob:rescue as a b.mp4']);
    await library.forgetRescue(rescue);
    expect(library.failure.value).toBeUndefined();
  });
});
