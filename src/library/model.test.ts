import { describe, expect, it } from 'vitest';
import { noFolder } from '../folder/testing/no-folder';
import { createWorld, idle, ids, live, openLibrary, row, settled } from './testing/world';

describe('the use of the disk', () => {
  it('counts media once, and the recording in progress', async () => {
    const { library, send } = await openLibrary([row('a', { state: 'recording', bytes: 0 }), row('b')]);
    await settled();
    expect(library.diskUse.value).toEqual({ recordings: 20, other: 80, free: 900 });
    send(live('a'));
    expect(library.diskUse.value).toEqual({ recordings: 920, other: 0, free: 900 });
  });
});

describe('the list', () => {
  it('waits for the use of the disk and the notes on the folder, which would move it', async () => {
    let read: () => void = () => undefined;
    const begin = () =>
      new Promise<void>((resolve) => {
        read = resolve;
      });
    const { library, opening } = createWorld([row('a')], idle, { ...noFolder(), begin });
    await settled();
    expect(library.recordings.value).toBeUndefined();
    expect(library.diskUse.value).toBeDefined();
    read();
    await opening;
    expect(ids(library.recordings.value)).toEqual(['a']);
  });

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
