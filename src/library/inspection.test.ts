import { describe, expect, it } from 'vitest';
import { openLibrary, row, settled } from './testing/world';

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
