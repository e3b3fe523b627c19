/** How the disk is used, in bytes. */
export interface SpaceUse {
  /** By everything that the extension has stored. */
  readonly usedBytes: number;
  readonly freeBytes: number;
}

/** The same as {@link freeSpace}, and what is used. @throws TypeError if the browser can't estimate it */
export async function spaceUse(): Promise<SpaceUse> {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return { usedBytes: usage, freeBytes: Math.max(0, quota - usage) };
}

/**
 * How many more bytes can be stored. With the permission `unlimitedStorage` that is the free space on the disk.
 *
 * @throws TypeError if the browser can't estimate it
 * @see https://storage.spec.whatwg.org/#dom-storagemanager-estimate
 */
export async function freeSpace(): Promise<{ readonly freeBytes: number }> {
  const { freeBytes } = await spaceUse();
  return { freeBytes };
}
