import { describe, expect, it } from 'vitest';
import { FailureError, failure } from '../domain/failure';
import { copyToFolder, toFolderFailure } from './copy-to-folder';
import { createMemoryFolder } from './testing/memory-folder';

const file = new Blob(['recorded']);

function setUp(there: Readonly<Record<string, string>> = {}) {
  const memory = createMemoryFolder();
  for (const [name, text] of Object.entries(there)) memory.files.set(name, new Blob([text]));
  const names: string[] = [];
  const copy = (wanted: string, earlier?: string, copied = file) =>
    copyToFolder(copied, memory.folder, { wanted, earlier }, async (name) => {
      memory.log.push(`named ${name}`);
      names.push(name);
    });
  const texts = async () =>
    Object.fromEntries(
      await Promise.all([...memory.files].map(async ([name, blob]) => [name, await blob.text()] as const)),
    );
  return { ...memory, names, copy, texts };
}

describe('a copy', () => {
  it('has the wanted name, which is noted before anything is in the folder', async () => {
    const { copy, texts, log } = setUp();
    await copy('a.webm');
    expect(await texts()).toEqual({ 'a.webm': 'recorded' });
    expect(log).toEqual(['named a.webm', 'close a.webm']);
  });

  it('replaces nothing: it gets another name', async () => {
    const there = { 'a.webm': 'foreign', 'a (2).webm': '', 'a (3).webm': 'too' };
    const { copy, texts } = setUp(there);
    await copy('a.webm');
    expect(await texts()).toEqual({ ...there, 'a (4).webm': 'recorded' });
  });

  it('gets another name if a folder has it', async () => {
    const { copy, names } = setUp();
    await copy('taken.webm');
    expect(names).toEqual(['taken (2).webm']);
  });

  it('that was cut short is made again under its own name', async () => {
    const { copy, texts } = setUp({ 'a.webm': '', 'a.webm.crswap': 'reco', 'b.webm.crswap': 'foreign' });
    await copy('a.webm', 'a.webm');
    expect(await texts()).toEqual({ 'a.webm': 'recorded', 'b.webm.crswap': 'foreign' });
  });

  it('that is complete is not made again', async () => {
    const { copy, log } = setUp({ 'b.webm': 'recorded' });
    await copy('a.webm', 'b.webm');
    expect(log).toEqual([]);
  });

  it('whose file is something else by now gets another name', async () => {
    const { copy, texts } = setUp({ 'a.webm': 'something else' });
    await copy('a.webm', 'a.webm');
    expect(await texts()).toEqual({ 'a.webm': 'something else', 'a (2).webm': 'recorded' });
  });

  it('is written in pieces', async () => {
    const { copy, files } = setUp();
    const large = new Blob([new Uint8Array(80 * 2 ** 20)]);
    await copy('a.webm', undefined, large);
    expect(files.get('a.webm')?.size).toBe(large.size);
  });

  it.each(['write', 'close'] as const)('that fails at %s leaves nothing behind', async (step) => {
    const { copy, texts, fails, log } = setUp({ 'b.webm': 'foreign' });
    fails[step] = new DOMException('full', 'QuotaExceededError');
    await expect(copy('a.webm')).rejects.toBe(fails[step]);
    expect(await texts()).toEqual({ 'b.webm': 'foreign' });
    expect(log).toContain('abort a.webm');
  });

  it('that is too short in the end has failed', async () => {
    const { copy, fails } = setUp();
    fails.cut = 3;
    await expect(copy('a.webm')).rejects.toMatchObject({ failure: failure('folder-failed', '3 of 8 bytes') });
  });
});

describe('a failure', () => {
  it.each([
    ['NotFoundError', 'folder-gone'],
    ['NotAllowedError', 'permission-denied'],
    ['QuotaExceededError', 'folder-full'],
    ['NoModificationAllowedError', 'folder-read-only'],
    ['InvalidStateError', 'folder-failed'],
    ['UnknownError', 'folder-failed'],
  ] as const)('%s is %s', (name, code) => {
    expect(toFolderFailure(new DOMException('why', name))).toEqual(failure(code, `${name}: why`));
  });

  it('that has a code keeps it', () => {
    expect(toFolderFailure(new FailureError('storage-failed', 'why'))).toEqual(
      failure('storage-failed', 'why'),
    );
  });
});
