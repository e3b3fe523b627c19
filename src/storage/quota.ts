/**
 * How much more can be stored, in bytes. With the permission `unlimitedStorage` that is what is free on the disk.
 *
 * @throws TypeError where the browser can't tell
 * @see https://storage.spec.whatwg.org/#dom-storagemanager-estimate
 */
export async function freeSpace(): Promise<{ readonly freeBytes: number }> {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return { freeBytes: Math.max(0, quota - usage) };
}
