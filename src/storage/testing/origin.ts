import { vi } from 'vitest';

/**
 * Replaces `navigator` with one that has a file system in memory, as far as the storage needs it, and locks.
 * Like a file of the origin, each has a single writer.
 *
 * @returns its files by path
 */
export function stubOrigin(): Map<string, number[]> {
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
        write(bytes: Uint8Array) {
          for (const byte of bytes) file.push(byte);
          return bytes.length;
        },
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
    async removeEntry(name: string) {
      const at = `${path}/${name}`;
      const removed = [...files.keys()].filter((file) => file === at || file.startsWith(`${at}/`));
      if (removed.some((file) => writing.has(file))) throw new DOMException('', 'NoModificationAllowedError');
      for (const file of removed) files.delete(file);
    },
    async *keys() {
      const inside = [...files.keys()].filter((file) => file.startsWith(`${path}/`));
      yield* new Set(
        inside.map((file) =>
          file
            .slice(path.length + 1)
            .split('/', 1)
            .join(''),
        ),
      );
    },
  });
  const turns = new Map<string, Promise<void>>();
  const held = new Set<string>();
  const request = (name: string, _options: object, use: (lock: object) => Promise<void>) => {
    const turn = (turns.get(name) ?? Promise.resolve()).then(async () => {
      held.add(name);
      await use({ name });
      held.delete(name);
    });
    turns.set(name, turn);
    return turn;
  };
  vi.stubGlobal('navigator', {
    locks: { request, query: async () => ({ held: [...held].map((name) => ({ name })) }) },
    storage: {
      getDirectory: async () => folderAt(''),
      estimate: async () => ({ usage: 0, quota: 1e12 }),
    },
  });
  return files;
}
