import { fullBox, type Rope, words } from './mp4-boxes';
import { chunkRow, type Mp4Samples } from './mp4-part';

/** The tables of an ordinary MP4's sample table (ISO/IEC 14496-12, sections 8.6 and 8.7). */

const largest32 = 2 ** 32 - 1;

/** Integers of 32 bits, big endian. */
function bigEndian(values: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  let at = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    bytes[at++] = value >>> 24;
    bytes[at++] = value >>> 16;
    bytes[at++] = value >>> 8;
    bytes[at++] = value;
  }
  return bytes;
}

/** Runs of `[samples, value]`, of which there are so many at most; neighbours of one value become one. */
class Runs {
  readonly #values: Uint32Array;
  #length = 0;

  constructor(most: number) {
    this.#values = new Uint32Array(most * 2);
  }

  push(count: number, value: number): void {
    if (count === 0) return;
    const last = this.#length - 2;
    if (last >= 0 && this.#values[last + 1] === value) {
      this.#values[last] = (this.#values[last] ?? 0) + count;
      return;
    }
    this.#values[this.#length++] = count;
    this.#values[this.#length++] = value;
  }

  /** How many there are, and they themselves: the contents of stts and of ctts. */
  get contents(): readonly Uint8Array[] {
    return [words(this.#length / 2), bigEndian(this.#values.subarray(0, this.#length))];
  }
}

/**
 * How long each sample lasts (stts, section 8.6.1.2), and all of them, in ticks. What a fragment's
 * tfdt says rules: the sample before it lasts until then, whatever its own table says.
 */
export function timeToSample({ chunks, times }: Mp4Samples): {
  readonly stts: Rope;
  readonly duration: number;
} {
  // A run that ends a chunk may become two.
  const made = new Runs(times.length / 2 + chunks.length / chunkRow.length);
  const first = chunks[chunkRow.time] ?? 0;
  let end = first;
  let run = 0;
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    const runs = chunks[row + chunkRow.runs] ?? 0;
    const next = chunks[row + chunkRow.length + chunkRow.time];
    for (const lastRun = run + runs * 2; run < lastRun; run += 2) {
      const count = times[run] ?? 0;
      const duration = times[run + 1] ?? 0;
      if (run < lastRun - 2 || next === undefined) {
        made.push(count, duration);
        end += count * duration;
        continue;
      }
      made.push(count - 1, duration);
      end += (count - 1) * duration;
      const until = Math.min(Math.max(next - end, 0), largest32);
      made.push(1, until);
      end += until;
    }
  }
  return { stts: fullBox('stts', 0, 0, made.contents), duration: end - first };
}

/** Composition offsets (ctts, section 8.6.1.3); nothing where all are 0. */
export function compositionOffsets({ offsets }: Mp4Samples): Rope {
  const made = new Runs(offsets.length / 2);
  let none = true;
  let version = 0;
  for (let run = 0; run < offsets.length; run += 2) {
    const offset = offsets[run + 1] ?? 0;
    none &&= offset === 0;
    if (offset < 0) version = 1;
    made.push(offsets[run] ?? 0, offset >>> 0);
  }
  return none ? [] : fullBox('ctts', version, 0, made.contents);
}

/** Key frames (stss, section 8.6.2); nothing where every sample is one. */
export function syncSamples({ sync }: Mp4Samples): Rope {
  const numbers: number[] = [];
  let sample = 0;
  if (!sync.some((value, index) => index % 2 === 1 && value === 0)) return [];
  for (let run = 0; run < sync.length; run += 2) {
    const end = sample + (sync[run] ?? 0);
    if (sync[run + 1] === 1) while (sample < end) numbers.push(++sample);
    sample = end;
  }
  return fullBox('stss', 0, 0, words(numbers.length), bigEndian(Uint32Array.from(numbers)));
}

/** The size of each sample (stsz, section 8.7.3.2). */
export function sampleSizes({ sizes }: Mp4Samples): Rope {
  const [first = 0] = sizes;
  if (first > 0 && sizes.every((size) => size === first)) {
    return fullBox('stsz', 0, 0, words(first, sizes.length));
  }
  return fullBox('stsz', 0, 0, words(0, sizes.length), bigEndian(sizes));
}

/** A chunk of the finished file. */
export interface Chunk {
  /** In bytes from the start of the recording as it was written. */
  readonly offset: number;
  readonly samples: number;
  /** Which of the sample entries it has, counted from 1. */
  readonly description: number;
}

/**
 * The chunks, none of which has two sample entries.
 *
 * @param changes from which sample on, counted from 0, which sample entry holds
 */
export function chunksOf(
  { chunks, sizes }: Mp4Samples,
  changes: readonly { readonly sample: number; readonly description: number }[],
): Chunk[] {
  const made: Chunk[] = [];
  let sample = 0;
  let change = 0;
  let description = 1;
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    let offset = chunks[row + chunkRow.offset] ?? 0;
    const end = sample + (chunks[row + chunkRow.samples] ?? 0);
    while (sample < end) {
      while (changes[change]?.sample === sample) description = changes[change++]?.description ?? description;
      const until = Math.min(end, changes[change]?.sample ?? end);
      made.push({ offset, samples: until - sample, description });
      if (until < end) for (; sample < until; sample++) offset += sizes[sample] ?? 0;
      sample = until;
    }
  }
  return made;
}

/** Which chunks have how many samples and which sample entry (stsc, section 8.7.4). */
export function sampleToChunk(chunks: readonly Chunk[]): Rope {
  const rows: number[] = [];
  let before: Chunk | undefined;
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.samples !== before?.samples || chunk.description !== before.description) {
      rows.push(index + 1, chunk.samples, chunk.description);
    }
    before = chunk;
  }
  return fullBox('stsc', 0, 0, words(rows.length / 3), bigEndian(Uint32Array.from(rows)));
}

/** Where the chunks lie (co64, section 8.7.5): its table is written by {@link writeOffsets} in the end. */
export function chunkOffsets(chunks: readonly Chunk[]): { readonly co64: Rope; readonly table: Uint8Array } {
  const table = new Uint8Array(chunks.length * 8);
  return { co64: fullBox('co64', 0, 0, words(chunks.length), table), table };
}

/** Fills a table of {@link chunkOffsets}, each offset moved by `moved` bytes. */
export function writeOffsets(table: Uint8Array, chunks: readonly Chunk[], moved: number): void {
  const view = new DataView(table.buffer);
  for (const [index, { offset }] of chunks.entries()) {
    const place = offset + moved;
    view.setUint32(index * 8, Math.floor(place / 2 ** 32));
    view.setUint32(index * 8 + 4, place % 2 ** 32);
  }
}
