import { CustomSource, type Source } from 'mediabunny';

/** How much may be read of a file, and for how long. */
export interface ReadLimit {
  readonly bytes: number;
  readonly ms: number;
}

/** A file that is read up to a limit. */
export interface LimitedSource {
  /** Its reads fail once the limit is reached. */
  readonly source: Source;
  /** Whether the limit is reached. */
  isSpent(): boolean;
}

/** Opens a file for mediabunny, to be read up to a limit. @param now a clock, in ms */
export function limitedSource(
  media: Blob,
  limit: ReadLimit,
  now: () => number = () => performance.now(),
): LimitedSource {
  const endsAt = now() + limit.ms;
  let bytes = 0;
  const areBytesSpent = () => bytes > limit.bytes;
  const isTimeSpent = () => now() > endsAt;
  const source = new CustomSource({
    getSize: () => media.size,
    async read(start, end) {
      bytes += end - start;
      if (areBytesSpent()) throw new RangeError(`More than ${limit.bytes} bytes would be read`);
      if (isTimeSpent()) throw new RangeError(`Reading took more than ${limit.ms} ms`);
      return new Uint8Array(await media.slice(start, end).arrayBuffer());
    },
    prefetchProfile: 'fileSystem',
    // Only a read ahead that nobody waits for ends here; the next read fails with its own error.
    handleUnhandledError: () => undefined,
  });
  return { source, isSpent: () => areBytesSpent() || isTimeSpent() };
}
