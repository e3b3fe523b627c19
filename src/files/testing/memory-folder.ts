/** A folder in memory, as the handle of one; `fails` makes its next steps fail. */
export function createMemoryFolder() {
  const files = new Map<string, Blob>();
  const fails: { create?: DOMException; write?: DOMException; close?: DOMException; cut?: number } = {};
  /** What happened, in order. */
  const log: string[] = [];

  const handleOf = (name: string) => ({
    getFile: async () => files.get(name) ?? new Blob(),
    async createWritable() {
      const parts: Blob[] = [];
      return {
        async write(part: Blob) {
          if (fails.write !== undefined) throw fails.write;
          parts.push(part);
        },
        async close() {
          if (fails.close !== undefined) throw fails.close;
          log.push(`close ${name}`);
          files.set(name, new Blob(parts).slice(0, fails.cut));
        },
        abort: async () => void log.push(`abort ${name}`),
      };
    },
  });
  const folder = {
    async getFileHandle(name: string, { create = false } = {}) {
      // Something that is no file has that name.
      if (name === 'taken.webm') throw new DOMException('', 'TypeMismatchError');
      if (!create && !files.has(name)) throw new DOMException('', 'NotFoundError');
      if (create && fails.create !== undefined) throw fails.create;
      if (!files.has(name)) files.set(name, new Blob());
      return handleOf(name);
    },
    async removeEntry(name: string) {
      log.push(`remove ${name}`);
      files.delete(name);
    },
  };
  return { folder: folder as unknown as FileSystemDirectoryHandle, files, fails, log };
}
