import { expect, it, vi } from 'vitest';
import { writeCopy } from './copied-files';

/** Files by path; like those of the origin, one has a single writer. */
function stubOrigin() {
  const files = new Map<string, number[]>();
  const writing = new Set<string>();
  const missing = () => new DOMException('', 'NotFoundError');
  const fileAt = (path: string) => ({
    getFile: async () => new Blob([Uint8Array.from(files.get(path) ?? [])]),
    async createSyncAccessHandle() {
      if (writing.has(path)) throw new DOMException('', 'NoModificationAllowedError');
      writing.add(path);
      const file = files.get(path) ?? [];
      return {
        truncate: () => file.splice(0),
        write: (bytes: Uint8Array) => file.push(...bytes) && bytes.length,
        flush: () => undefined,
        close: () => writing.delete(path),
      };
    },
  });
  const folderAt = (path: string): object => ({
    getDirectoryHandle: async (name: string) => folderAt(`${path}/${name}`),
    async getFileHandle(name: string, options?: { create: boolean }) {
      const at = `${path}/${name}`;
      if (!files.has(at) && options?.create !== true) throw missing();
      files.set(at, files.get(at) ?? []);
      return fileAt(at);
    },
    keys: async function* () {},
  });
  let turn = Promise.resolve();
  const request = (_name: string, _options: object, use: (lock: object) => Promise<void>) => {
    turn = turn.then(() => use({}));
    return turn;
  };
  vi.stubGlobal('navigator', {
    locks: { request, query: async () => ({ held: [] }) },
    storage: {
      getDirectory: async () => folderAt(''),
      estimate: async () => ({ usage: 0, quota: 1e12 }),
    },
  });
}

it('a copy that another worker is writing is waited for, and used', async () => {
  stubOrigin();
  let written = 0;
  async function* chunks() {
    for (const byte of [1, 2, 3]) {
      await new Promise((resolve) => setTimeout(resolve));
      written += 1;
      yield Uint8Array.of(byte);
    }
  }
  const open = () => writeCopy('page', 'a', async () => undefined)(chunks(), 3);
  const copies = await Promise.all([open(), open()]);
  expect(copies.map(({ size }) => size)).toEqual([3, 3]);
  expect(written).toBe(3);
});
