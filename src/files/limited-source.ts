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

/** Opens a file for mediabunny, to be read up to a limit. @param now in ms */
export function limitedSource(
  media: Blob,
  limit: ReadLimit,
  now: () => number = () => performance.now(),
): LimitedSource {
  const endsAt = now() + limit.ms;
  let bytes = 0;
  const isSpent = () => bytes > limit.bytes || now() > endsAt;
  const source = new CustomSource({
    getSize: () => media.size,
    async read(start, end) {
      bytes += end - start;
      if (isSpent()) throw new RangeError(`${bytes} bytes were asked for`);
      return new Uint8Array(await media.slice(start, end).arrayBuffer());
    },
    prefetchProfile: 'fileSystem',
    // It is reported where something waits for it.
    handleUnhandledError: () => undefined,
  });
  return { source, isSpent };
}
