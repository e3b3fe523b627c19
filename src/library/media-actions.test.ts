import { describe, expect, it } from 'vitest';
import type { Library } from './model';
import { ids, openLibrary, row, settled } from './testing/world';

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

  it('does not open over a form that was opened meanwhile', async () => {
    const { library, used } = await openLibrary([row('a', { bytes: 5 }), row('b', { bytes: 5 })]);
    const playing = library.play(row('a', { bytes: 5 }));
    library.askName('b');
    await playing;
    expect(library.open.value).toEqual({ what: 'rename', id: 'b' });
    expect(used.size).toBe(0);
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

describe('a clip whose file is copied', () => {
  const long = row('clip', { bytes: 5 });
  const ownFile = ({ open }: Pick<Library, 'open'>) =>
    open.value?.what === 'video' ? open.value.ownFile?.value?.url : undefined;

  it('is played from its originals, and from its file once that is made', async () => {
    const { library, done, used, making } = await openLibrary([long]);
    await library.play(long);
    const spans = [{ startMs: 2000, endMs: 4000 }];
    expect(library.open.value).toMatchObject({ what: 'video', id: 'clip', file: { url: 'blob:1', spans } });
    expect(library.copying.value, 'nobody waits for it').toBeUndefined();
    expect(ownFile(library)).toBeUndefined();
    making.resolve();
    await expect.poll(() => ownFile(library)).toBe('blob:2');
    library.close();
    await settled();
    expect(done.toSorted()).toEqual(['revoke blob:1', 'revoke blob:2']);
    expect(used.size).toBe(0);
  });

  it('is not copied any more if it is closed', async () => {
    const { library, done, used } = await openLibrary([long]);
    await library.play(long);
    library.close();
    await settled();
    expect(done).toEqual(['revoke blob:1']);
    expect(used.size).toBe(0);
    expect(library.failure.value).toBeUndefined();
  });

  it('plays on if that fails, which is shown', async () => {
    const { library, used, making } = await openLibrary([long]);
    await library.play(long);
    making.reject(new DOMException('The disk is gone', 'UnknownError'));
    await expect.poll(() => library.failure.value?.code).toBe('storage-failed');
    expect(library.canRetry.value).toBe(false);
    expect(library.open.value).toMatchObject({ what: 'video', id: 'clip' });
    library.close();
    await settled();
    expect(used.size).toBe(0);
  });

  it('does not open over a form that was opened meanwhile', async () => {
    const { library, used, done } = await openLibrary([long, row('b')]);
    const playing = library.play(long);
    library.askName('b');
    await playing;
    await settled();
    expect(library.open.value).toEqual({ what: 'rename', id: 'b' });
    expect(done).toEqual(['revoke blob:1']);
    expect(used.size).toBe(0);
  });
});

describe('play and download', () => {
  it('revoke the address when the video is closed or another one is opened', async () => {
    const { library, done } = await openLibrary([row('a'), row('b')]);
    await library.play(row('a'));
    expect(library.open.value).toMatchObject({ what: 'video', id: 'a', file: { url: 'blob:1' } });
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
