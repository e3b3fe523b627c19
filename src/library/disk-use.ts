import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { SpaceUse } from '../storage/quota';

/** How the disk is used, in bytes. */
export interface DiskUse {
  /** By the media of recordings, each counted once. */
  readonly recordings: number;
  /** By what else is stored: thumbnails, indexes, the reserve, and what the browser hasn't freed yet. */
  readonly other: number;
  readonly free: number;
}

/** Disk use that follows the recordings. */
export interface KnownDiskUse {
  /** `undefined` until it is known. */
  readonly diskUse: ReadonlySignal<DiskUse | undefined>;
  /** Asks the browser again. */
  refresh(): Promise<void>;
}

/**
 * Nothing is known yet.
 *
 * @param readSpace asks the browser; its failure leaves what was known before
 * @param mediaBytes what the media takes
 */
export function createDiskUse(
  readSpace: () => Promise<SpaceUse>,
  mediaBytes: ReadonlySignal<number>,
): KnownDiskUse {
  const space = signal<SpaceUse | undefined>(undefined);
  return {
    diskUse: computed(() => {
      const { value: known } = space;
      if (known === undefined) return undefined;
      const recordings = mediaBytes.value;
      return { recordings, other: Math.max(0, known.usedBytes - recordings), free: known.freeBytes };
    }),
    async refresh() {
      space.value = (await readSpace().catch(() => undefined)) ?? space.value;
    },
  };
}
