import { describe, expect, it } from 'vitest';
import { openLibrary, row } from './testing/world';

const watch = { progress: () => undefined, signal: new AbortController().signal };

describe('a player', () => {
  it('cuts a recording', async () => {
    const { library } = await openLibrary([row('a')]);
    const cut = library.cutOf(row('a'));
    expect(await cut.places([])).toEqual({ places: [0, 3400] });
    const parts = [[{ startMs: 0, endMs: 10 }], [{ startMs: 10, endMs: 20 }]];
    expect(await cut.save(parts, 'lossless', [])).toBe(true);
    expect(library.recordings.value?.map(({ id }) => id).sort()).toEqual(['a', 'a-0', 'a-1']);
  });

  it('joins recordings that are of the same kind, and refuses others with the reason', async () => {
    const kinds = {
      b: {},
      size: { width: 9 },
      format: { format: 'mp4-h264' },
      mute: { hasAudio: false },
    } as const;
    const rows = Object.entries(kinds).map(([id, changes]) => row(id, { bytes: 5, ...changes }));
    const { library, used } = await openLibrary([row('a', { bytes: 5 }), ...rows]);
    const cut = library.cutOf(row('a'));
    expect(
      cut
        .others()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['b', 'format', 'mute', 'size']);
    expect(await cut.join(['b', 'b'], watch)).toMatchObject({ atMs: 2000 });
    for (const [id, code] of [
      ['size', 'join-size-differs'],
      ['format', 'join-format-differs'],
      ['mute', 'join-tracks-differ'],
      ['gone', 'recording-not-found'],
    ] as const) {
      expect(await cut.join(['b', id], watch)).toBeUndefined();
      expect(library.failure.value?.code).toBe(code);
    }
    const joining = cut.join(['b'], watch);
    cut.end();
    await joining;
    await expect.poll(() => used.size, { message: 'all of it may be deleted' }).toBe(0);
  });

  it('that is canceled is no failure', async () => {
    const { library, used } = await openLibrary([row('a', { bytes: 5 }), row('b', { bytes: 5 })]);
    const canceled = { ...watch, signal: AbortSignal.abort() };
    expect(await library.cutOf(row('a')).join(['gone'], canceled)).toBeUndefined();
    expect([library.failure.value, used.size]).toEqual([undefined, 0]);
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
