/** With less free space no recording is started, in bytes: 200 MB. */
export const startFloorBytes = 200_000_000;

/**
 * With less free space a running recording is ended, in bytes: 64 MB. It is room for what is still in memory, for a
 * pack, and for the journals of the browser's database, which can't even delete on a disk that is full.
 */
export const stopFloorBytes = 64_000_000;

/** What is kept free for the end of a recording and given back when the disk is full, in bytes: 16 MiB. */
export const reserveBytes = 16 * 1024 * 1024;

/** A warning is due when the space will last for less than this, in ms: 10 minutes. */
const lowMs = 10 * 60_000;

/** How much room is left for the recording in progress. */
export interface DiskSpace {
  readonly freeBytes: number;
  /** How long the recording can go on at its measured rate, in ms. */
  readonly lastsMs: number;
  /** Whether that is so little that the person should know. */
  readonly low: boolean;
}

/**
 * How long a recording can last before it would be ended, in ms.
 *
 * @param bitsPerSecond of picture and sound together
 */
export function lastsMs(freeBytes: number, bitsPerSecond: number): number {
  return Math.floor((Math.max(0, freeBytes - stopFloorBytes) * 8000) / Math.max(1, bitsPerSecond));
}

/** What the free space means for a recording of that bit rate. */
export function diskSpace(freeBytes: number, bitsPerSecond: number): DiskSpace {
  const lasts = lastsMs(freeBytes, bitsPerSecond);
  return { freeBytes, lastsMs: lasts, low: lasts < lowMs };
}
