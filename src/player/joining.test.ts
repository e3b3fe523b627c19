import { describe, expect, it, vi } from 'vitest';
import { createCutting } from './cutting';
import { createJoining, type JoinedFile, type JoinWatch } from './joining';

function setUp() {
  const cutting = createCutting();
  const join = vi.fn(
    async (added: readonly string[], _watch: JoinWatch): Promise<JoinedFile | undefined> => ({
      url: `blob:${added.join('+')}`,
      media: new Blob([added.join('+')]),
      atMs: added.length * 10_000,
    }),
  );
  const joining = createJoining(cutting, join);
  return { cutting, join, joining, url: () => joining.file.value?.url };
}

const end = Number.POSITIVE_INFINITY;

describe('a recording that is added', () => {
  it('follows the first one, and can be undone and redone', async () => {
    const { cutting, joining, join, url } = setUp();
    await joining.add('b');
    expect(join).toHaveBeenCalledExactlyOnceWith(['b'], expect.anything());
    expect(url()).toBe('blob:b');
    expect(await joining.file.value?.media.text()).toBe('b');
    expect(cutting.isChanged.value).toBe(true);
    expect(cutting.recordings.value).toEqual([[{ startMs: 0, endMs: end }]]);
    await joining.add('b');
    expect(url()).toBe('blob:b+b');
    cutting.undo();
    cutting.undo();
    expect(url()).toBeUndefined();
    expect(cutting.isChanged.value).toBe(false);
    cutting.redo();
    expect(url()).toBe('blob:b');
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
    const { cutting, joining, join, url } = setUp();
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
    expect([url(), cutting.canUndo.value]).toEqual([undefined, false]);
    await joining.add('b');
    expect(url(), 'it can be added again').toBe('blob:b');
  });

  it('changes nothing if it can’t be joined', async () => {
    const { cutting, joining, join, url } = setUp();
    join.mockResolvedValueOnce(undefined);
    await joining.add('b');
    expect(url()).toBeUndefined();
    expect(cutting.canUndo.value).toBe(false);
    expect(joining.isJoining.value).toBe(false);
  });

  it('is gone once the result was saved', async () => {
    const { cutting, joining, url } = setUp();
    await joining.add('b');
    cutting.startAgain();
    expect(url()).toBeUndefined();
  });

  it('follows what is there by then, if something was undone meanwhile', async () => {
    const { cutting, joining, join, url } = setUp();
    await joining.add('b');
    const adding = joining.add('c');
    cutting.undo();
    await adding;
    expect(join.mock.calls.map(([added]) => added)).toEqual([['b'], ['b', 'c'], ['c']]);
    expect(cutting.added.value).toEqual(['c']);
    expect(url()).toBe('blob:c');
  });
});
