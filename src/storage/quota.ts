/** How the disk is used, in bytes. */
export interface SpaceUse {
  /** By everything that the extension has stored. */
  readonly usedBytes: number;
  readonly freeBytes: number;
}

/** A browser that counts what each part takes also knows the free space. Not in TypeScript's DOM library yet. */
interface CountedEstimate extends StorageEstimate {
  readonly usageDetails?: object;
}

/** The part of `StorageManager` that estimates. */
type Estimating = Pick<StorageManager, 'estimate'>;

/**
 * The same as {@link freeSpace}, and what is used.
 *
 * @throws TypeError if the browser can't estimate it: the quota of Firefox is half of the disk, whatever else is on it
 */
export async function spaceUse(storage: Estimating = navigator.storage): Promise<SpaceUse> {
  const { quota = 0, usage = 0, usageDetails }: CountedEstimate = await storage.estimate();
  if (usageDetails === undefined) throw new TypeError('The browser does not know the free space');
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

/** `persist()` is missing in the library of workers, which have no user to ask. */
interface LastingStorage {
  persisted(): Promise<boolean>;
  persist?(): Promise<boolean>;
}

/**
 * Asks the browser never to delete what is stored, as it may if the disk is almost full. It asks the user nothing; if it
 * refuses, the recording is as safe as it was before.
 */
export async function persistStorage(): Promise<void> {
  const storage: LastingStorage = navigator.storage;
  if (!(await storage.persisted())) await storage.persist?.();
}
