import { beforeEach, expect, it, vi } from 'vitest';
import { fail, failure, ok } from '../domain/failure';
import { type FolderCopy, queuedCopy } from '../domain/folder-copy';
import type { KnownFolder } from '../storage/folder';
import { createFolder, type FolderDeps } from './model';
import { noFolderDeps } from './testing/no-folder';

const handle = { name: 'Team' } as FileSystemDirectoryHandle;
const stored: KnownFolder = { handle, name: 'Team', pattern: '{title}', isOn: true };

let saved: KnownFolder | undefined;
let copies: FolderCopy[];
let isAllowed: boolean;
let isBlocked: boolean;
let change: () => void;
const call = vi.fn(async () => ok(undefined) as unknown);
const pickFolder = vi.fn(async (): Promise<FileSystemDirectoryHandle | undefined> => handle);

beforeEach(() => {
  vi.clearAllMocks();
  [saved, copies, isAllowed, isBlocked] = [undefined, [], true, false];
});

function setUp(changes: Partial<FolderDeps['storage']> = {}) {
  return createFolder({
    call: call as unknown as FolderDeps['call'],
    storage: {
      readFolder: async () => saved,
      async saveFolder(folder) {
        saved = folder;
      },
      async changeFolder(some) {
        if (saved !== undefined) saved = { ...saved, ...some };
      },
      listCopies: async () => copies,
      async forgetCopy(id) {
        copies = copies.filter(({ recordingId }) => recordingId !== id);
      },
      onCopiesChanged(listener) {
        change = listener;
        return () => undefined;
      },
      ...changes,
    },
    browser: {
      ...noFolderDeps.browser,
      pickFolder,
      mayWrite: async () => isAllowed,
      async askToWrite() {
        isAllowed = !isBlocked;
        return isAllowed;
      },
    },
  });
}

it('a folder that the user chooses is on, and what waits for one is tried again', async () => {
  const model = setUp();
  await model.begin();
  expect(model.folder.value).toBeUndefined();
  await model.turn(true);
  expect(saved).toEqual({ handle, name: 'Team', pattern: '{title} {date} {time}', isOn: true });
  expect(model.folder.value).toMatchObject({ name: 'Team', isOn: true, isAllowed: true });
  expect(call).toHaveBeenCalledExactlyOnceWith('background', 'makeCopies');
});

it('a choice that is canceled changes nothing', async () => {
  const model = setUp();
  pickFolder.mockResolvedValueOnce(undefined);
  await model.turn(true);
  expect([saved, model.failure.value]).toEqual([undefined, undefined]);
  expect(call).not.toHaveBeenCalled();
});

it('another folder keeps the pattern', async () => {
  saved = { ...stored, handle: { name: 'Old' } as FileSystemDirectoryHandle, isOn: false };
  const model = setUp();
  await model.begin();
  await model.choose();
  expect(saved).toEqual(stored);
});

it('is turned off and on without asking for the folder again', async () => {
  saved = stored;
  const model = setUp();
  await model.begin();
  await model.turn(false);
  expect(model.folder.value?.isOn).toBe(false);
  await model.turn(true);
  expect(model.folder.value?.isOn).toBe(true);
  expect(pickFolder).not.toHaveBeenCalled();
});

it('shows what waits for the user, and follows every change', async () => {
  [saved, isAllowed] = [stored, false];
  const model = setUp();
  await model.begin();
  expect(model.folder.value?.isAllowed).toBe(false);
  copies = [queuedCopy('a', 1), { recordingId: 'b', queuedAt: 2, state: 'waiting' }];
  change();
  await vi.waitFor(() => expect(model.stuck.value.map(({ recordingId }) => recordingId)).toEqual(['b']));
  expect(model.copies.value.get('a')?.state).toBe('queued');
  await model.allow();
  expect(model.folder.value?.isAllowed).toBe(true);
  expect(call).toHaveBeenCalledExactlyOnceWith('background', 'makeCopies');
});

it('says what failed, and forgets it with the next try', async () => {
  saved = stored;
  const model = setUp({
    changeFolder: async () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
  });
  await model.begin();
  await model.turn(false);
  expect(model.failure.value?.code).toBe('disk-full');
  pickFolder.mockRejectedValueOnce(new DOMException('no', 'SecurityError'));
  await model.choose();
  expect(model.failure.value).toEqual(failure('folder-failed', 'SecurityError: no'));
  call.mockResolvedValueOnce(fail('nobody-answered'));
  await model.retry();
  expect(model.failure.value?.code).toBe('nobody-answered');
  await model.retry();
  expect(model.failure.value).toBeUndefined();
});

it('says so if the browser does not allow it', async () => {
  [saved, isAllowed, isBlocked] = [stored, false, true];
  const model = setUp();
  await model.begin();
  await model.allow();
  expect(model.failure.value?.code).toBe('folder-failed');
  expect(call).not.toHaveBeenCalled();
});

it('gives up what waits for the user, and nothing else', async () => {
  saved = stored;
  copies = [
    queuedCopy('a', 1),
    { recordingId: 'b', queuedAt: 2, state: 'waiting' },
    { recordingId: 'c', queuedAt: 3, state: 'failed', failure: failure('folder-gone') },
  ];
  const model = setUp();
  await model.begin();
  await model.forget();
  expect(model.stuck.value).toEqual([]);
  expect([...model.copies.value.keys()]).toEqual(['a']);
});
