/** A recording needs this much free space to start, in bytes: 200 MB. */
export const startFloorBytes = 200_000_000;

/**
 * A recording is stopped when less than this is free, in bytes: 64 MB. It leaves room for the data that is still in
 * memory, for a pack, and for the journals of the browser's database, which can't even delete on a full disk.
 */
export const stopFloorBytes = 64_000_000;

/** The space that is reserved for the end of a recording and released when the disk is full, in bytes: 16 MiB. */
export const reserveBytes = 16 * 1024 * 1024;

/** Warn when the space will last for less than this, in ms: 10 minutes. */
const lowMs = 10 * 60_000;

/**
 * A slice is not written if less than this would be left, in bytes: 1 MiB. The database's log must never hit a full
 * disk: see `storage/renew-log.ts`.
 */
export const writeMarginBytes = 1024 * 1024;

/** Renewing the database's log needs this much space, in bytes: 5 MiB. LevelDB moves up to 4 MiB into a table. */
export const renewalBytes = 5 * 1024 * 1024;

/** How much space is left for the recording in progress. */
export interface DiskSpace {
  readonly freeBytes: number;
  /** How long the recording can continue at its measured rate, in ms. */
  readonly lastsMs: number;
  /** Whether the user should be warned. */
  readonly low: boolean;
}

/**
 * How long a recording can last before it is stopped for lack of space, in ms.
 *
 * @param bitsPerSecond of video and audio together
 */
export function lastsMs(freeBytes: number, bitsPerSecond: number): number {
  return Math.floor((Math.max(0, freeBytes - stopFloorBytes) * 8000) / Math.max(1, bitsPerSecond));
}

/** What the free space means for a recording of that bitrate. */
export function diskSpace(freeBytes: number, bitsPerSecond: number): DiskSpace {
  const lasts = lastsMs(freeBytes, bitsPerSecond);
  return { freeBytes, lastsMs: lasts, low: lasts < lowMs };
}
