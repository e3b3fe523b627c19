import type { StorageArea } from '../store';

/** A storage area in memory, whose values are copied as the browser's own copies them. */
export function createMemoryArea(): StorageArea & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    get: async (key) => (values.has(key) ? { [key]: values.get(key) } : {}),
    async set(changed) {
      for (const [key, value] of Object.entries(changed)) values.set(key, JSON.parse(JSON.stringify(value)));
    },
    async remove(keys) {
      for (const key of keys) values.delete(key);
    },
  };
}
