import { type DiskSpace, diskSpace, startFloorBytes, stopFloorBytes } from '../../domain/disk-space';
import { FailureError } from '../../domain/failure';
import { freeSpace } from '../../storage/quota';

/** How often the disk is looked at, in ms. */
const checkEveryMs = 2000;

/** The rate is measured over so much recorded time, in ms, and not before a sixth of it. */
const rateWindowMs = 60_000;

/** What the watch needs from outside. */
export interface DiskWatchOptions {
  readonly freeSpace: () => Promise<{ readonly freeBytes: number }>;
  /** What was recorded until now: bytes on disk, and the time in ms that they cover. */
  readonly recorded: () => { readonly bytes: number; readonly ms: number };
  /** The bit rate to reckon with until there is one to measure. */
  readonly expectedBitsPerSecond: number;
  /** The space became low, or is no longer so. */
  readonly onChange: () => void;
  /** Called once: what is left is needed to finish the recording. */
  readonly onFull: (freeBytes: number) => void;
}

/** Looks at the free space while something is recorded. */
export interface DiskWatch {
  /** As it was last seen; `undefined` until then, and where the browser can't tell. */
  readonly space: DiskSpace | undefined;
  /** Looks now, and then every 2 s. */
  begin(): void;
  end(): void;
}

/** A watch that has not begun. */
export function createDiskWatch(options: DiskWatchOptions): DiskWatch {
  const { freeSpace, recorded, expectedBitsPerSecond, onChange, onFull } = options;
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

  const end = () => {
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
    end();
    onFull(freeBytes);
  };

  const check = () => void look().catch(() => undefined);

  return {
    get space() {
      return space;
    },
    begin() {
      timer ??= setInterval(check, checkEveryMs);
      check();
    },
    end,
  };
}

/**
 * Refuses to begin a recording that would have to end at once. Where the browser can't tell, there is nothing to refuse.
 *
 * @throws FailureError `disk-low`
 */
export async function assertSpace(): Promise<void> {
  const { freeBytes } = await freeSpace().catch(() => ({ freeBytes: Number.POSITIVE_INFINITY }));
  if (freeBytes < startFloorBytes) throw new FailureError('disk-low', `${freeBytes} bytes are free`);
}
