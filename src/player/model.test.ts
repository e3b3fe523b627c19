import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { type Cut, createPlayer } from './model';
import type { PlayedFile } from './played-file';
import { FakeMedia } from './testing/fake-media';

const original: PlayedFile = { url: 'blob:original', media: new Blob(['original']) };
const everyFrame = () => () => undefined;

function setUp(cut: Partial<Cut> = {}) {
  const media = new FakeMedia();
  const places = vi.fn<Cut['places']>(async () => ({ places: [0, 2000, 4000] }));
  const save = vi.fn<Cut['save']>(async () => true);
  const player = createPlayer(media, {
    everyFrame,
    file: original,
    statedMs: 0,
    ownFile: undefined,
    cut: { places, save, others: () => [], join: async () => undefined, end: vi.fn(), ...cut },
  });
  media.duration = 10;
  media.say('loadedmetadata');
  const { cutting } = player;
  if (cutting === undefined) throw new Error('It can be cut');
  return { media, player, cutting, places, save };
}

describe('a cut in the player', () => {
  it('asks where it can begin once something is cut, and shows what it keeps exactly', async () => {
    const { player, cutting, places } = setUp();
    expect(places).not.toHaveBeenCalled();
    cutting.setIn(3000);
    cutting.keep();
    await expect
      .poll(() => player.exact.value)
      .toEqual([[{ startMs: 2000, endMs: Number.POSITIVE_INFINITY }]]);
    cutting.undo();
    cutting.redo();
    expect(places).toHaveBeenCalledOnce();
  });

  it('asks again after a failure', async () => {
    const places = vi
      .fn<Cut['places']>()
      .mockResolvedValueOnce(undefined)
      .mockResolvedValueOnce({ places: [0, 2000] });
    const { player, cutting } = setUp({ places });
    cutting.setIn(3000);
    cutting.keep();
    await expect.poll(() => places.mock.calls.length).toBe(1);
    expect(player.exact.value).toEqual([[{ startMs: 3000, endMs: Number.POSITIVE_INFINITY }]]);
    cutting.split(5000);
    await expect.poll(() => places.mock.calls.length).toBe(2);
    await expect.poll(() => player.exact.value[0]).toEqual([{ startMs: 2000, endMs: 5000 }]);
  });

  it('is saved once, however often it is clicked, and only if something is cut', async () => {
    const { player, cutting, save } = setUp();
    await player.save();
    expect(save).not.toHaveBeenCalled();
    cutting.setOut(1000);
    cutting.keep();
    await Promise.all([player.save(), player.save()]);
    expect(save).toHaveBeenCalledExactlyOnceWith([[{ startMs: 0, endMs: 1000 }]], 'lossless', []);
    expect(player.isSaving.value).toBe(false);
    expect(cutting.saved.value).toBe('cut');
  });

  it('keeps what is edited while it is saved, and says that it isn’t saved; starts over if that is undone', async () => {
    const saves: ((isSaved: boolean) => void)[] = [];
    const { player, cutting } = setUp({
      save: () =>
        new Promise((resolve) => {
          saves.push(resolve);
        }),
    });
    /** @returns what the user is told is saved */
    const saveDuring = async (edit: () => void) => {
      const count = saves.length;
      const saved = player.save();
      await expect.poll(() => saves.length).toBe(count + 1);
      edit();
      saves.at(-1)?.(true);
      await saved;
      return cutting.saved.value;
    };
    cutting.setOut(6000);
    cutting.keep();
    expect(await saveDuring(() => cutting.split(4000))).toBe('earlier cut');
    expect(cutting.recordings.value).toHaveLength(2);
    expect(await saveDuring(() => cutting.append('b', 10_000))).toBe('earlier cut');
    expect(cutting.added.value).toEqual(['b']);
    expect(await saveDuring(() => cutting.setIn(1000))).toBe('earlier cut');
    expect(cutting.selection.value).toEqual({ inMs: 1000 });
    const appendAndUndo = () => {
      cutting.append('c', 20_000);
      cutting.undo();
    };
    expect(await saveDuring(appendAndUndo)).toBe('cut');
    expect(cutting.isChanged.value).toBe(false);
  });

  it('saves what it keeps exactly, also if that was not known yet', async () => {
    const { player, cutting, save } = setUp();
    cutting.setIn(3000);
    cutting.keep();
    await player.save();
    const parts = [[{ startMs: 2000, endMs: Number.POSITIVE_INFINITY }]];
    expect(save).toHaveBeenCalledExactlyOnceWith(parts, 'lossless', []);
  });

  it('is saved as it was at the click, also if it is edited until it is known where it can begin', async () => {
    const found: (() => void)[] = [];
    const { player, cutting, save } = setUp({
      places: (added) =>
        new Promise((resolve) => {
          found.push(() => resolve({ places: added.length === 0 ? [0, 2000] : [0] }));
        }),
    });
    cutting.setIn(3000);
    cutting.keep();
    const saved = player.save();
    cutting.split(5000);
    cutting.append('b', 10_000);
    player.choosePrecision('exact');
    // Last comes what is asked for the recording that was added: it isn't in this cut.
    for (const find of found.toReversed()) find();
    await saved;
    const parts = [[{ startMs: 2000, endMs: Number.POSITIVE_INFINITY }]];
    expect(save).toHaveBeenCalledExactlyOnceWith(parts, 'lossless', []);
    expect(cutting.saved.value).toBe('earlier cut');
    expect(cutting.added.value).toEqual(['b']);
  });

  it('begins where it should if it is exact', async () => {
    const { player, cutting, save } = setUp();
    cutting.setIn(3000);
    cutting.keep();
    player.choosePrecision('exact');
    const parts = [[{ startMs: 3000, endMs: Number.POSITIVE_INFINITY }]];
    expect(player.exact.value).toEqual(parts);
    await player.save();
    expect(save).toHaveBeenCalledExactlyOnceWith(parts, 'exact', []);
  });

  it('stays lossless if the browser can’t encode the recording', async () => {
    const places = async () => ({ places: [0, 2000], notExact: 'encoder' as const });
    const { player, cutting, save } = setUp({ places });
    player.choosePrecision('exact');
    cutting.setIn(3000);
    cutting.keep();
    await expect.poll(() => player.notExact.value).toBe('encoder');
    expect(player.precision.value).toBe('lossless');
    await player.save();
    const parts = [[{ startMs: 2000, endMs: Number.POSITIVE_INFINITY }]];
    expect(save).toHaveBeenCalledExactlyOnceWith(parts, 'lossless', []);
  });

  it('is played without what is cut out', async () => {
    const { media, player, cutting } = setUp();
    cutting.setIn(4500);
    cutting.keep();
    await expect.poll(() => player.exact.value[0]?.[0]?.startMs).toBe(4000);
    player.playback.toggle();
    expect(media.currentTime).toBe(4);
  });
});

describe('a recording that can’t be cut', () => {
  it('is only played', () => {
    const deps = { everyFrame, file: original, statedMs: 0, ownFile: undefined, cut: undefined };
    const player = createPlayer(new FakeMedia(), deps);
    expect(player.cutting).toBeUndefined();
  });
});

describe('a recording that others are added to', () => {
  it('is played with them, from where it is, and alone again once that is saved', async () => {
    const joined = { url: 'blob:joined', media: new Blob(['joined']), atMs: 10_000 };
    const { media, player, cutting } = setUp({ join: async () => joined });
    media.currentTime = 4;
    media.playbackRate = 2;
    await player.joining?.add('b');
    expect(player.file.value).toBe(joined);
    const as = { currentTime: 4, playbackRate: 2, autoplay: false };
    expect(media).toMatchObject({ ...as, src: 'blob:joined', paused: true });
    await media.play();
    cutting.startAgain();
    expect(player.file.value).toBe(original);
    expect(media).toMatchObject({ ...as, src: 'blob:original', paused: false });
  });
});

describe('a clip', () => {
  function playClip() {
    const media = new FakeMedia();
    const spans = [
      { startMs: 2000, endMs: 4000 },
      { startMs: 7000, endMs: 9000 },
    ];
    const ownFile = signal<PlayedFile | undefined>(undefined);
    const originals = { ...original, spans };
    const player = createPlayer(media, { everyFrame, file: originals, statedMs: 0, ownFile, cut: undefined });
    media.duration = 60;
    media.currentTime = 2;
    media.say('loadedmetadata');
    return { media, ownFile, ...player };
  }
  const own: PlayedFile = { url: 'blob:own', media: new Blob(['own']) };

  it('is played from its originals until its file takes over with the next seek', () => {
    const { media, ownFile, playback, file } = playClip();
    expect([playback.positionMs.value, playback.durationMs.value]).toEqual([0, 4000]);
    playback.setSpeed(1.5);
    playback.toggle();
    media.currentTime = 3.5;
    media.say('timeupdate');
    expect(playback.positionMs.value).toBe(1500);
    ownFile.value = own;
    media.currentTime = 3.8;
    media.say('timeupdate');
    expect(media.src, 'a swap would be seen').toBe('blob:original');
    media.currentTime = 4.02;
    media.say('timeupdate');
    expect(media).toMatchObject({ src: 'blob:own', currentTime: 2, playbackRate: 1.5, paused: false });
    expect(file.value).toBe(own);
    playback.seek(500);
    expect(media).toMatchObject({ src: 'blob:own', currentTime: 0.5 });
  });

  it('goes on with its file if it is paused and played again', () => {
    const { media, ownFile, playback } = playClip();
    playback.toggle();
    media.currentTime = 7.25;
    ownFile.value = own;
    playback.toggle();
    expect(media.src, 'the picture stays').toBe('blob:original');
    playback.toggle();
    expect(media).toMatchObject({ src: 'blob:own', currentTime: 2.25, paused: false });
  });
});
