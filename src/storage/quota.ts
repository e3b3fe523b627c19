/**
 * How many more bytes can be stored. With the permission `unlimitedStorage` that is the free space on the disk.
 *
 * @throws TypeError if the browser can't estimate it
 * @see https://storage.spec.whatwg.org/#dom-storagemanager-estimate
 */
export async function freeSpace(): Promise<{ readonly freeBytes: number }> {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return { freeBytes: Math.max(0, quota - usage) };
}
