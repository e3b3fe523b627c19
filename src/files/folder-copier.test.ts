import { beforeEach, expect, it } from 'vitest';
import { wholeOf } from '../domain/clip';
import { FailureError, failure } from '../domain/failure';
import { afterEvent, type FolderCopy, queuedCopy } from '../domain/folder-copy';
import type { Recording } from '../domain/recording';
import { startTestWorker } from '../messaging/testing/test-worker';
import type { KnownFolder } from '../storage/folder';
import { toFolderFailure } from './copy-to-folder';
import { createFolderCopier } from './folder-copier';
import type { FolderHandlers } from './folder-worker';

const handle = { name: 'Team' } as FileSystemDirectoryHandle;

const sourceNames = { tab: 'Tab', picker: 'Screen', camera: 'Camera', microphone: 'Microphone' };

let copies: Map<string, FolderCopy>;
let recordings: Map<string, Recording>;
let folder: KnownFolder | undefined;
let isAllowed: boolean;
/** What happened, in order. */
let log: string[];
let copy: FolderHandlers['copy'];

function recording(id: string, changes: Partial<Recording> = {}): Recording {
  const name = `Lesson ${id}`;
  const row = {
    id,
    name,
    createdAt: 0,
    source: 'tab',
    format: 'webm-vp9',
    state: 'complete',
    ranges: wholeOf(id),
  };
  return { ...row, ...changes } as Recording;
}

function setUp() {
  const copier = createFolderCopier({
    storage: {
      listCopies: async () => [...copies.values()],
      async changeCopy(id, event) {
        const known = copies.get(id);
        if (known === undefined) return undefined;
        const after = afterEvent(known, event);
        copies.set(id, after);
        log.push(`${id} ${after.state}`);
        return after;
      },
      forgetCopy: async (id) => void copies.delete(id),
      readFolder: async () => folder,
      findRecording: async (id) => recordings.get(id),
      deleteHidden: async () => void log.push('deleted'),
    },
    mayWrite: async () => isAllowed,
    async useMedia({ id }) {
      log.push(`use ${id}`);
      return async () => void log.push(`end ${id}`);
    },
    async lock() {
      log.push('locked');
      return () => void log.push('released');
    },
    startWorker: () => startTestWorker({ copy }, toFolderFailure),
  });
  return copier;
}

beforeEach(() => {
  copies = new Map(['a', 'b'].map((id, index) => [id, queuedCopy(id, index)]));
  recordings = new Map(['a', 'b'].map((id) => [id, recording(id)]));
  folder = { handle, name: 'Team', pattern: '{title} {source}', isOn: true };
  [isAllowed, log] = [true, []];
  copy = async (_recording, _folder, { wanted, earlier }, named) => named(earlier ?? wanted);
});

it('copies one after another, with the media in use meanwhile', async () => {
  await setUp().run(sourceNames);
  const steps = (id: string) => [`${id} copying`, `use ${id}`, `${id} copying`, `${id} saved`, `end ${id}`];
  expect(log).toEqual(['locked', ...steps('a'), ...steps('b'), 'released']);
  expect(copies.get('b')).toMatchObject({ state: 'saved', fileName: 'Lesson b Tab.webm' });
});

it('makes a copy that was cut short again under its name', async () => {
  copies = new Map([['a', { recordingId: 'a', queuedAt: 0, state: 'copying', fileName: 'x.webm' }]]);
  await setUp().run(sourceNames);
  expect(copies.get('a')).toMatchObject({ state: 'saved', fileName: 'x.webm' });
});

it('continues after one that fails, which keeps the reason', async () => {
  copy = async ({ id }, _folder, { wanted }, named) => {
    if (id === 'a') throw new DOMException('full', 'QuotaExceededError');
    await named(wanted);
  };
  await setUp().run(sourceNames);
  expect(copies.get('a')).toMatchObject({ failure: failure('folder-full', 'QuotaExceededError: full') });
  expect(copies.get('b')?.state).toBe('saved');
});

it('waits for the permission, also if that ends in the middle', async () => {
  isAllowed = false;
  const copier = setUp();
  await copier.run(sourceNames);
  expect([...copies.values()].map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  expect(log, 'nothing was read').not.toContain('use a');
  copies.set('a', queuedCopy('a', 0));
  isAllowed = true;
  copy = async () => Promise.reject(new FailureError('permission-denied', 'NotAllowedError'));
  await copier.run(sourceNames);
  expect(copies.get('a')?.state).toBe('waiting');
});

it('says that no folder is chosen', async () => {
  folder = undefined;
  await setUp().run(sourceNames);
  expect(copies.get('a')).toMatchObject({ failure: failure('folder-not-chosen') });
});

it('forgets a recording that is gone, and leaves one that may come back', async () => {
  recordings.delete('a');
  recordings.set('b', recording('b', { deletedAt: 1 }));
  await setUp().run(sourceNames);
  expect([...copies.values()]).toEqual([queuedCopy('b', 1)]);
});

it('leaves one that is being recorded for later', async () => {
  recordings.set('a', recording('a', { state: 'recording' }));
  await setUp().run(sourceNames);
  expect(copies.get('a')).toEqual(queuedCopy('a', 0));
  expect(copies.get('b')?.state).toBe('saved');
});

it('deletes what the user has deleted meanwhile', async () => {
  copy = async ({ id }, _folder, { wanted }, named) => {
    recordings.set(id, recording(id, { deletedAt: 1 }));
    await named(wanted);
  };
  copies.delete('b');
  await setUp().run(sourceNames);
  expect(log.slice(-3)).toEqual(['end a', 'deleted', 'released']);
});

it('has failed if its worker does not load', async () => {
  const copier = createFolderCopier({
    storage: {
      listCopies: async () => [...copies.values()],
      async changeCopy(id, event) {
        const known = copies.get(id);
        if (known !== undefined) copies.set(id, afterEvent(known, event));
        return copies.get(id);
      },
      forgetCopy: async () => undefined,
      readFolder: async () => folder,
      findRecording: async (id) => recordings.get(id),
      deleteHidden: async () => undefined,
    },
    mayWrite: async () => true,
    useMedia: async () => async () => undefined,
    lock: async () => () => undefined,
    startWorker() {
      const worker = startTestWorker({ copy: () => new Promise(() => undefined) }, toFolderFailure);
      setTimeout(() => worker.crash('SyntaxError'));
      return worker;
    },
  });
  await copier.run(sourceNames);
  expect(copies.get('a')).toMatchObject({ failure: { code: 'folder-failed' } });
});

it('runs once at a time, and sees what was queued meanwhile', async () => {
  const copier = setUp();
  const runs = [copier.run(sourceNames), copier.run(sourceNames)];
  copies.set('c', queuedCopy('c', 5));
  recordings.set('c', recording('c'));
  await Promise.all(runs);
  expect(log.filter((entry) => entry === 'locked' || entry === 'released')).toEqual([
    'locked',
    'released',
    'locked',
    'released',
  ]);
  expect(log.filter((entry) => entry.endsWith('saved'))).toEqual(['a saved', 'b saved', 'c saved']);
});
