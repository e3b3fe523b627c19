import { describe, expect, it } from 'vitest';
import { createCutting } from './cutting';

const setUp = () => createCutting();
const end = Number.POSITIVE_INFINITY;

describe('a selection', () => {
  it('has an end that is not set at the end of the recording', () => {
    const cutting = setUp();
    expect(cutting.selected.value).toBeUndefined();
    cutting.setIn(4000);
    expect(cutting.selected.value).toEqual({ startMs: 4000, endMs: end });
    cutting.setOut(6000);
    expect(cutting.selected.value).toEqual({ startMs: 4000, endMs: 6000 });
  });

  it('forgets an end that would come before the other', () => {
    const cutting = setUp();
    cutting.setOut(3000);
    expect(cutting.selected.value).toEqual({ startMs: 0, endMs: 3000 });
    cutting.setIn(5000);
    expect(cutting.selected.value).toEqual({ startMs: 5000, endMs: end });
    cutting.setOut(5000);
    expect(cutting.selected.value).toEqual({ startMs: 0, endMs: 5000 });
  });
});

describe('a cut', () => {
  it('keeps or removes the selection, which is gone then', () => {
    const cutting = setUp();
    expect(cutting.keep()).toBe(false);
    cutting.setIn(2000);
    cutting.setOut(8000);
    expect(cutting.keep()).toBe(true);
    expect(cutting.edit.value.kept).toEqual([{ startMs: 2000, endMs: 8000 }]);
    expect(cutting.selected.value).toBeUndefined();
    cutting.setIn(4000);
    cutting.setOut(5000);
    expect(cutting.remove()).toBe(true);
    expect(cutting.recordings.value).toEqual([
      [
        { startMs: 2000, endMs: 4000 },
        { startMs: 5000, endMs: 8000 },
      ],
    ]);
  });

  it('that would leave nothing changes nothing', () => {
    const cutting = setUp();
    cutting.setIn(0);
    expect(cutting.remove()).toBe(false);
    expect(cutting.isChanged.value).toBe(false);
    expect(cutting.canUndo.value).toBe(false);
  });

  it('is undone with its selection, and redone until something else is done', () => {
    const cutting = setUp();
    cutting.setIn(5000);
    cutting.remove();
    expect(cutting.split(2000)).toBe(true);
    expect(cutting.recordings.value).toHaveLength(2);
    cutting.undo();
    expect(cutting.recordings.value).toEqual([[{ startMs: 0, endMs: 5000 }]]);
    cutting.undo();
    expect(cutting.isChanged.value).toBe(false);
    expect(cutting.selected.value).toEqual({ startMs: 5000, endMs: end });
    cutting.undo();
    cutting.redo();
    cutting.redo();
    cutting.redo();
    expect(cutting.recordings.value).toHaveLength(2);
    cutting.undo();
    cutting.setOut(1000);
    cutting.remove();
    expect(cutting.canRedo.value).toBe(false);
  });
});

describe('a cut that was saved', () => {
  it('starts over, says so until something is done, and can be undone', () => {
    const cutting = setUp();
    cutting.setIn(4000);
    cutting.keep();
    cutting.startAgain();
    expect(cutting.saved.value).toBe('cut');
    expect(cutting.isChanged.value).toBe(false);
    cutting.undo();
    expect(cutting.saved.value).toBeUndefined();
    expect(cutting.edit.value.kept).toEqual([{ startMs: 4000, endMs: end }]);
    cutting.startAgain();
    cutting.setIn(1);
    expect(cutting.saved.value).toBeUndefined();
    cutting.clear();
    expect(cutting.selected.value).toBeUndefined();
  });
});
