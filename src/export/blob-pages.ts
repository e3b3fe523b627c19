import { CustomSource } from 'mediabunny';
import { countGarbage } from './garbage';

/** In bytes. */
const pageBytes = 2 ** 20;
/** Each track is read at a place of its own. */
const pagesKept = 4;

/**
 * Reads a Blob in pages, of which few are kept, for mediabunny. Its `BlobSource` hands out views of everything that was
 * read at once: a sound packet of a few hundred bytes that waits for its decoder would keep up to megabytes. From here,
 * a packet of an MP4 keeps only itself. One of a WebM keeps its Cluster, which mediabunny reads whole.
 */
export function pagedSource(file: Blob): CustomSource {
  const pages = new Map<number, Promise<Uint8Array>>();

  function open(index: number): Promise<Uint8Array> {
    let page = pages.get(index);
    if (page === undefined) {
      page = readBytes(file.slice(index * pageBytes, (index + 1) * pageBytes));
      countGarbage(pageBytes);
    }
    // The latest comes last.
    pages.delete(index);
    pages.set(index, page);
    for (const oldest of pages.keys()) {
      if (pages.size <= pagesKept) break;
      pages.delete(oldest);
    }
    return page;
  }

  // Chromium's Clusters state no size, so the header of each block is read to find their end: the next ones are read along
  // with it. In an MP4, they would wait with each sample, which is a view of what was read.
  const isCached = file.type.includes('webm') || file.type.includes('matroska');

  return new CustomSource({
    getSize: () => file.size,
    async read(start, end) {
      const first = Math.floor(start / pageBytes);
      if (end <= (first + 1) * pageBytes) {
        const page = await open(first);
        const [from, to] = [start - first * pageBytes, end - first * pageBytes];
        // Without a cache, mediabunny copies it.
        return isCached ? page.slice(from, to) : page.subarray(from, to);
      }
      const bytes = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const index = Math.floor(at / pageBytes);
        const from = at - index * pageBytes;
        const part = (await open(index)).subarray(from, from + end - at);
        if (part.length === 0) throw new RangeError(`The file ends before byte ${at}`);
        bytes.set(part, at - start);
        at += part.length;
      }
      return bytes;
    },
    prefetchProfile: isCached ? 'fileSystem' : 'none',
    maxCacheSize: isCached ? pageBytes : 0,
  });
}

async function readBytes(part: Blob): Promise<Uint8Array> {
  return new Uint8Array(await part.arrayBuffer());
}
