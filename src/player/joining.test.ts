import { describe, expect, it, vi } from 'vitest';
import { createCutting } from './cutting';
import { createJoining, type JoinedFile, type JoinWatch } from './joining';
import { FakeMedia } from './testing/fake-media';

function setUp() {
  const media = new FakeMedia();
  const cutting = createCutting();
  const join = vi.fn(
    async (added: readonly string[], _watch: JoinWatch): Promise<JoinedFile | undefined> => ({
      url: `blob:${added.join('+')}`,
      media: new Blob([added.join('+')]),
      atMs: added.length * 10_000,
    }),
  );
  return { media, cutting, join, joining: createJoining(media, cutting, join) };
}

const end = Number.POSITIVE_INFINITY;

describe('a recording that is added', () => {
  it('is played after the first one, from where that is, and can be undone and redone', async () => {
    const { media, cutting, joining, join } = setUp();
    media.currentTime = 4;
    await joining.add('b');
    expect(join).toHaveBeenCalledExactlyOnceWith(['b'], expect.anything());
    expect(media).toMatchObject({ src: 'blob:b', currentTime: 4, autoplay: false, paused: true });
    expect(joining.url.value).toBe('blob:b');
    expect(await joining.media.value?.text()).toBe('b');
    expect(cutting.isChanged.value).toBe(true);
    expect(cutting.recordings.value).toEqual([[{ startMs: 0, endMs: end }]]);
    await joining.add('b');
    expect(media.src).toBe('blob:b+b');
    cutting.undo();
    cutting.undo();
    expect(media.src).toBe('blob:original');
    expect(joining.url.value).toBe('blob:original');
    expect(joining.media.value).toBeUndefined();
    expect(cutting.isChanged.value).toBe(false);
    cutting.redo();
    expect(media.src).toBe('blob:b');
  });

  it('is kept whole, whatever was cut off before', async () => {
    const { cutting, joining } = setUp();
    cutting.setOut(5000);
    cutting.keep();
    await joining.add('b');
    const added = { startMs: 10_000, endMs: end };
    expect(cutting.recordings.value).toEqual([[{ startMs: 0, endMs: 5000 }, added]]);
    await joining.add('c');
    expect(cutting.recordings.value).toEqual([[{ startMs: 0, endMs: 5000 }, added]]);
  });

  it('shows how much of a long file is copied, until the user cancels it', async () => {
    const { media, cutting, joining, join } = setUp();
    join.mockImplementationOnce(async (_added, { progress, signal }) => {
      progress(0.5);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      progress(0.6);
      return undefined;
    });
    const adding = joining.add('b');
    expect(joining.share.value).toBe(0.5);
    joining.cancel();
    await adding;
    expect([joining.share.value, joining.isJoining.value]).toEqual([undefined, false]);
    expect([media.src, cutting.canUndo.value]).toEqual(['blob:original', false]);
    await joining.add('b');
    expect(media.src, 'it can be added again').toBe('blob:b');
  });

  it('changes nothing if it can’t be joined', async () => {
    const { media, cutting, joining, join } = setUp();
    join.mockResolvedValueOnce(undefined);
    await joining.add('b');
    expect(media.src).toBe('blob:original');
    expect(cutting.canUndo.value).toBe(false);
    expect(joining.isJoining.value).toBe(false);
  });

  it('is gone once the result was saved, and it goes on playing', async () => {
    const { media, cutting, joining } = setUp();
    await media.play();
    await joining.add('b');
    cutting.startAgain();
    expect(media).toMatchObject({ src: 'blob:original', paused: false });
  });

  it('follows what is there by then, if something was undone meanwhile', async () => {
    const { media, cutting, joining, join } = setUp();
    await joining.add('b');
    const adding = joining.add('c');
    cutting.undo();
    await adding;
    expect(join.mock.calls.map(([added]) => added)).toEqual([['b'], ['b', 'c'], ['c']]);
    expect(cutting.added.value).toEqual(['c']);
    expect(media.src).toBe('blob:c');
  });
});
