import { fullBox, type Rope, words } from './mp4-boxes';
import { chunkRow, type Mp4Samples } from './mp4-part';

/** The tables of an ordinary MP4's sample table (ISO/IEC 14496-12, sections 8.6 and 8.7). */

const largest32 = 2 ** 32 - 1;

/** A table of integers of 32 bits whose length is known at most. */
class Table {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #length = 0;

  constructor(most: number) {
    this.#bytes = new Uint8Array(most * 4);
    this.#view = new DataView(this.#bytes.buffer);
  }

  push(value: number): void {
    this.#view.setUint32(this.#length * 4, value);
    this.#length++;
  }

  /** What was pushed `back` values ago. */
  last(back: number): number {
    return this.#view.getUint32((this.#length - back) * 4);
  }

  replace(back: number, value: number): void {
    this.#view.setUint32((this.#length - back) * 4, value);
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length * 4);
  }
}

function pushRun(table: Table, count: number, value: number): void {
  if (count === 0) return;
  if (table.length > 0 && table.last(1) === value) table.replace(2, table.last(2) + count);
  else {
    table.push(count);
    table.push(value);
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
  const table = new Table(times.length + (chunks.length / chunkRow.length) * 4);
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
        pushRun(table, count, duration);
        end += count * duration;
        continue;
      }
      pushRun(table, count - 1, duration);
      end += (count - 1) * duration;
      const until = Math.min(Math.max(next - end, 0), largest32);
      pushRun(table, 1, until);
      end += until;
    }
  }
  return { stts: fullBox('stts', 0, 0, words(table.length / 2), table.bytes), duration: end - first };
}

/** Composition offsets (ctts, section 8.6.1.3); nothing where all are 0. */
export function compositionOffsets({ offsets }: Mp4Samples): Rope {
  const table = new Table(offsets.length);
  let none = true;
  let version = 0;
  for (let run = 0; run < offsets.length; run += 2) {
    const offset = offsets[run + 1] ?? 0;
    none &&= offset === 0;
    if (offset < 0) version = 1;
    pushRun(table, offsets[run] ?? 0, offset >>> 0);
  }
  return none ? [] : fullBox('ctts', version, 0, words(table.length / 2), table.bytes);
}

/** Key frames (stss, section 8.6.2); nothing where every sample is one. */
export function syncSamples({ sync, sizes }: Mp4Samples): Rope {
  if (sync.length === sizes.length) return [];
  const table = new Table(sync.length);
  for (const sample of sync) table.push(sample + 1);
  return fullBox('stss', 0, 0, words(sync.length), table.bytes);
}

/** The size of each sample (stsz, section 8.7.3.2). */
export function sampleSizes({ sizes }: Mp4Samples): Rope {
  const [first = 0] = sizes;
  if (first > 0 && sizes.every((size) => size === first))
    return fullBox('stsz', 0, 0, words(first, sizes.length));
  const table = new Table(sizes.length);
  for (const size of sizes) table.push(size);
  return fullBox('stsz', 0, 0, words(0, sizes.length), table.bytes);
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
  const table = new Table(chunks.length * 3);
  let before: Chunk | undefined;
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.samples !== before?.samples || chunk.description !== before.description) {
      table.push(index + 1);
      table.push(chunk.samples);
      table.push(chunk.description);
    }
    before = chunk;
  }
  return fullBox('stsc', 0, 0, words(table.length / 3), table.bytes);
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
