import { type DiskSpace, diskSpace, startFloorBytes, stopFloorBytes } from '../../domain/disk-space';
import { FailureError } from '../../domain/failure';
import type { Watch } from '../../domain/watch';
import { freeSpace } from '../../storage/quota';

/** How often to check the disk, in ms. */
const checkEveryMs = 2000;

/** The rate is measured over this much recorded time, in ms, and not before a sixth of it. */
const rateWindowMs = 60_000;

/** What the watch needs from outside. */
export interface DiskWatchDeps {
  readonly freeSpace: () => Promise<{ readonly freeBytes: number }>;
  /** What was recorded so far: bytes on disk, and the time in ms that they cover. */
  readonly recorded: () => { readonly bytes: number; readonly ms: number };
  /** The bitrate to assume until there is one to measure. */
  readonly expectedBitsPerSecond: number;
  /** The space became low, or is no longer low. */
  readonly onChange: () => void;
  /** Called once: the rest is needed to finish the recording. */
  readonly onFull: (freeBytes: number) => void;
}

/** Checks the free space while something is recorded: at the start, and then every 2 s. */
export interface DiskWatch extends Watch {
  /** The result of the last check; `undefined` before the first, and if the browser doesn't know. */
  readonly space: DiskSpace | undefined;
}

/** A disk watch. */
export function createDiskWatch(deps: DiskWatchDeps): DiskWatch {
  const { freeSpace, recorded, expectedBitsPerSecond, onChange, onFull } = deps;
  let space: DiskSpace | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let samples: readonly { readonly bytes: number; readonly ms: number }[] = [];

  const bitsPerSecond = () => {
    const now = recorded();
    samples = [...samples.filter(({ ms }) => now.ms - ms <= rateWindowMs), now];
    const { bytes, ms } = samples[0] ?? now;
    return now.ms - ms < rateWindowMs / 6
      ? expectedBitsPerSecond
      : ((now.bytes - bytes) * 8000) / (now.ms - ms);
  };

  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };

  const look = async () => {
    const { freeBytes } = await freeSpace();
    if (timer === undefined) return;
    const wasLow = space?.low ?? false;
    space = diskSpace(freeBytes, bitsPerSecond());
    if (space.low !== wasLow) onChange();
    if (freeBytes >= stopFloorBytes) return;
    stop();
    onFull(freeBytes);
  };

  const check = () => void look().catch(() => undefined);

  return {
    get space() {
      return space;
    },
    start() {
      stop();
      timer = setInterval(check, checkEveryMs);
      check();
    },
    stop,
  };
}

/**
 * Refuses to start a recording that would have to end at once. If the browser doesn't know the free space, it may start.
 *
 * @throws FailureError `disk-low`
 */
export async function assertSpace(): Promise<void> {
  const { freeBytes } = await freeSpace().catch(() => ({ freeBytes: Number.POSITIVE_INFINITY }));
  if (freeBytes < startFloorBytes) throw new FailureError('disk-low', `${freeBytes} bytes are free`);
}
