/** Where the last epoch is kept: the part of `localStorage` that is used. */
export interface EpochMemory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const key = 'recorder-epoch';

/**
 * The epoch of a new recorder: the time, in ms since the epoch of Unix, or one more than that of the last recorder if
 * the clock was set back since. An offscreen document has no extension storage, and this must be known at once.
 */
export function nextEpoch(memory: EpochMemory, now: number): number {
  const last = Number(memory.getItem(key));
  const epoch = Number.isSafeInteger(last) ? Math.max(now, last + 1) : now;
  memory.setItem(key, String(epoch));
  return epoch;
}
