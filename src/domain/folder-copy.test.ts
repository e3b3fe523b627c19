import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { failure } from './failure';
import {
  afterEvent,
  type FolderCopy,
  type FolderCopyEvent,
  folderCopySchema,
  isPendingCopy,
  isStuckCopy,
  queuedCopy,
} from './folder-copy';

const full = failure('folder-full');
const begin = { type: 'begin' } as const;
const named = { type: 'named', fileName: 'a.webm' } as const;
const saved = { type: 'saved' } as const;
const failed = { type: 'failed', failure: full } as const;
const notAllowed = { type: 'not-allowed' } as const;
const retry = { type: 'retry' } as const;

const copyAfter = (...events: FolderCopyEvent[]) => events.reduce<FolderCopy>(afterEvent, queuedCopy('a', 5));

const anyEvent = fc.constantFrom<FolderCopyEvent>(begin, named, saved, failed, notAllowed, retry);

describe('a copy', () => {
  it('is made under a name, and then saved', () => {
    expect(copyAfter(begin)).toEqual({ recordingId: 'a', queuedAt: 5, state: 'copying' });
    const copy = { recordingId: 'a', queuedAt: 5, state: 'saved', fileName: 'a.webm' };
    expect(copyAfter(begin, named, saved)).toEqual(copy);
  });

  it('that the browser cut short begins again, under the same name', () => {
    expect(copyAfter(begin, named, begin)).toMatchObject({ state: 'copying', fileName: 'a.webm' });
  });

  it('that failed keeps the reason until it is tried again', () => {
    expect(copyAfter(begin, named, failed)).toMatchObject({ state: 'failed', failure: full });
    expect(copyAfter(begin, named, failed, retry)).toEqual({
      recordingId: 'a',
      queuedAt: 5,
      state: 'queued',
      fileName: 'a.webm',
    });
  });

  it('waits for the permission, also if that is withdrawn meanwhile', () => {
    expect(copyAfter(notAllowed).state).toBe('waiting');
    expect(copyAfter(begin, named, notAllowed).state).toBe('waiting');
    expect(copyAfter(notAllowed, begin).state, 'nothing begins it but the user').toBe('waiting');
    expect(copyAfter(notAllowed, retry, begin).state).toBe('copying');
  });

  it('that is saved stays saved, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        expect(copyAfter(begin, named, saved, ...events)).toEqual(copyAfter(begin, named, saved));
      }),
    );
  });

  it('is saved only under a name, and never loses it', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
        const copy = copyAfter(...events);
        if (copy.state === 'saved') expect(copy.fileName).toBe('a.webm');
        expect(copyAfter(...events, begin).fileName).toBe(copy.fileName);
      }),
    );
  });

  it.each([
    [full, full],
    [
      { code: 'folder-on-fire', detail: 'smoke' },
      { code: 'folder-failed', detail: 'smoke' },
    ],
    ['full', { code: 'folder-failed' }],
    [undefined, { code: 'folder-failed' }],
  ])('that failed is read, whatever the reason: %j', (stored, reason) => {
    const row = { ...queuedCopy('a', 5), state: 'failed', failure: stored };
    expect(v.parse(folderCopySchema, row)).toEqual({ ...row, failure: reason });
  });

  it('is either pending, or the user’s turn, or saved', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
        const copy = copyAfter(...events);
        const is = [isPendingCopy(copy), isStuckCopy(copy), copy.state === 'saved'];
        expect(is.filter(Boolean)).toHaveLength(1);
        expect(isPendingCopy(afterEvent(copy, retry)), 'a retry leads on').toBe(copy.state !== 'saved');
      }),
    );
  });
});
