import type { MediaPart } from './media-index';
import type { WebmPart } from './webm/webm-part';

type Table = Float64Array | Uint32Array | Int32Array;

/** A function for each table of a part, by the type of its numbers. */
interface TableMap {
  readonly floats: (table: Float64Array) => Float64Array;
  readonly naturals: (table: Uint32Array) => Uint32Array;
  readonly integers: (table: Int32Array) => Int32Array;
}

/** A part without the tables that grow with the recording, and those tables as bytes. */
export interface DetachedTables {
  readonly part: MediaPart;
  /** Their length is a multiple of 8 bytes, so that those of several parts can be joined. */
  readonly tables: Uint8Array<ArrayBuffer>;
}

/** Detaches the tables of a part: the length of each, then all of them, in the byte order of this machine. */
export function detachTables(part: MediaPart): DetachedTables {
  const taken: Table[] = [];
  const take = <Any extends Table>(table: Any, empty: Any): Any => {
    taken.push(table);
    return empty;
  };
  const without = mapTables(part, {
    floats: (table) => take(table, new Float64Array()),
    naturals: (table) => take(table, new Uint32Array()),
    integers: (table) => take(table, new Int32Array()),
  });
  const pieces = [Uint32Array.from(taken, ({ length }) => length), ...taken];
  const bytes = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + aligned(byteLength), 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of pieces) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return { part: without, tables: bytes };
}

/**
 * Attaches the tables that {@link detachTables} returned; the bytes are not copied, and must start at a multiple of 8.
 *
 * @throws RangeError if they are not the tables of this part
 */
export function attachTables(part: MediaPart, { buffer, byteOffset, length }: Uint8Array): MediaPart {
  let count = 0;
  const counted = <Any extends Table>(table: Any) => {
    count += 1;
    return table;
  };
  mapTables(part, { floats: counted, naturals: counted, integers: counted });
  const lengths = new Uint32Array(buffer, byteOffset, count);
  let at = aligned(lengths.byteLength);
  let next = 0;
  const place = (bytes: number) => {
    const table = { start: byteOffset + at, length: lengths[next++] ?? 0 };
    at += aligned(table.length * bytes);
    if (at > length) throw new RangeError(`Tables of more than ${length} bytes`);
    return [buffer, table.start, table.length] as const;
  };
  const whole = mapTables(part, {
    floats: () => new Float64Array(...place(8)),
    naturals: () => new Uint32Array(...place(4)),
    integers: () => new Int32Array(...place(4)),
  });
  if (at !== length) throw new RangeError(`Tables of ${at} bytes in ${length}`);
  return whole;
}

function mapTables(part: MediaPart, { floats, naturals, integers }: TableMap): MediaPart {
  if (part.container === 'webm') {
    return {
      ...part,
      clusters: floats(part.clusters),
      ...mapTimestamps(part, floats),
      cues: floats(part.cues),
      ...mapLabels(part, floats),
    };
  }
  const samples = part.samples.map((track) => ({
    ...track,
    chunks: floats(track.chunks),
    sizes: naturals(track.sizes),
    times: naturals(track.times),
    offsets: integers(track.offsets),
    sync: naturals(track.sync),
  }));
  return { ...part, samples, ...mapLabels(part, floats) };
}

function mapTimestamps({ timestamps }: WebmPart, floats: TableMap['floats']): Pick<WebmPart, 'timestamps'> {
  return timestamps === undefined ? {} : { timestamps: floats(timestamps) };
}

function mapLabels({ labels }: MediaPart, floats: TableMap['floats']): Pick<MediaPart, 'labels'> {
  return labels === undefined ? {} : { labels: floats(labels) };
}

/** Any type of number can start there. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
