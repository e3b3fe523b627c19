import { fullBox, type Rope, words } from './mp4-boxes';
import { chunkRow, largestDuration, type Mp4Samples, startsOf } from './mp4-part';
import { keySamples } from './mp4-timeline';

/** The tables of an ordinary MP4's sample table (ISO/IEC 14496-12, sections 8.6 and 8.7). */

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Puts the bytes of integers of 32 bits into big endian, in place, and returns them. */
function bigEndian(values: Uint32Array<ArrayBuffer>): Uint8Array {
  if (isLittleEndian) {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? 0;
      values[index] = (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
    }
  }
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Runs of `[samples, value]`, at most `most` of them; adjacent runs with the same value are merged. */
class Runs {
  readonly #values: Uint32Array<ArrayBuffer>;
  #length = 0;
  #count = 0;
  #value = 0;

  constructor(most: number) {
    this.#values = new Uint32Array(most * 2);
  }

  push(count: number, value: number): void {
    if (value === this.#value) {
      this.#count += count;
    } else if (count > 0) {
      this.#flush();
      this.#count = count;
      this.#value = value;
    }
  }

  #flush(): void {
    if (this.#count === 0) return;
    this.#values[this.#length++] = this.#count;
    this.#values[this.#length++] = this.#value;
    this.#count = 0;
  }

  /** The contents of stts or ctts: the number of runs, then the runs. Nothing can be pushed afterwards. */
  finish(): readonly Uint8Array[] {
    this.#flush();
    return [words(this.#length / 2), bigEndian(this.#values.subarray(0, this.#length))];
  }
}

/**
 * The duration of each sample (stts, section 8.6.1.2), and of all of them, in ticks. The tfdt of a fragment takes
 * precedence: the sample before it lasts until then, even if its own table says otherwise.
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
      const until = Math.min(Math.max(next - end, 0), largestDuration);
      made.push(1, until);
      end += until;
    }
  }
  return { stts: fullBox('stts', 0, 0, made.finish()), duration: end - first };
}

/**
 * When the last sample ends, in ticks after the first one is decoded. Frames that are shown in another order than they are
 * decoded (section 8.6.1.1) end after all durations have passed.
 *
 * @param duration of all samples
 */
export function shownEnd(samples: Mp4Samples, duration: number): number {
  const { offsets } = samples;
  if (!offsets.some((value, at) => at % 2 === 1 && value > 0)) return duration;
  const starts = startsOf(samples);
  const first = starts[0] ?? 0;
  let end = duration;
  let sample = 0;
  for (let run = 0; run < offsets.length; run += 2) {
    const offset = (offsets[run + 1] ?? 0) - first;
    for (let left = offsets[run] ?? 0; left > 0; left--)
      end = Math.max(end, (starts[++sample] ?? 0) + offset);
  }
  return end;
}

/** Composition offsets (ctts, section 8.6.1.3); nothing if all are 0. */
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
  return none ? [] : fullBox('ctts', version, 0, made.finish());
}

/** Key frames (stss, section 8.6.2); nothing if every sample is one. */
export function syncSamples({ sync }: Mp4Samples): Rope {
  let samples = 0;
  let keys = 0;
  for (let run = 0; run < sync.length; run += 2) {
    const count = sync[run] ?? 0;
    samples += count;
    if (sync[run + 1] === 1) keys += count;
  }
  if (keys === samples) return [];
  const numbers = new Uint32Array(keys);
  let sample = 0;
  let at = 0;
  for (let run = 0; run < sync.length; run += 2) {
    const end = sample + (sync[run] ?? 0);
    if (sync[run + 1] === 1) while (sample < end) numbers[at++] = ++sample;
    sample = end;
  }
  return fullBox('stss', 0, 0, words(keys), bigEndian(numbers));
}

/** A sample, counted from 0, and the bytes at its beginning that are left out. */
export interface Lead {
  readonly sample: number;
  readonly bytes: number;
}

/** The parameter sets at the beginning of key frames. */
export function leadsOf(samples: Mp4Samples): Lead[] {
  const leads: Lead[] = [];
  let next = 0;
  let bytes = 0;
  for (const sample of keySamples(samples)) {
    for (; (samples.configs[next]?.sample ?? Infinity) <= sample; next++) {
      bytes = samples.configs[next]?.lead ?? 0;
    }
    if (bytes > 0) leads.push({ sample, bytes });
  }
  return leads;
}

/** The size of each sample (stsz, section 8.7.3.2). */
export function sampleSizes({ sizes: recorded }: Mp4Samples, leads: readonly Lead[]): Rope {
  const sizes = recorded.slice();
  for (const { sample, bytes } of leads) sizes[sample] = (sizes[sample] ?? 0) - bytes;
  const [first = 0] = sizes;
  if (first > 0 && sizes.every((size) => size === first)) {
    return fullBox('stsz', 0, 0, words(first, sizes.length));
  }
  return fullBox('stsz', 0, 0, words(0, sizes.length), bigEndian(sizes));
}

/** The chunks of the finished file, one row each: tens of thousands of them after a few hours. */
export interface Chunks {
  readonly count: number;
  /** In bytes from the start of the recording, as it was written. */
  readonly offsets: Float64Array;
  /** How many samples each has. */
  readonly samples: Uint32Array;
  /** Which of the sample entries each has, counted from 1. */
  readonly descriptions: Uint32Array;
}

/**
 * The chunks, none of which has two sample entries, nor a gap.
 *
 * @param changes the sample entries, and the first sample, counted from 0, that each applies to
 * @param leads in order
 */
export function chunksOf(
  { chunks, sizes }: Mp4Samples,
  changes: readonly { readonly sample: number; readonly description: number }[],
  leads: readonly Lead[],
): Chunks {
  // A change within a chunk splits it, and so does a gap.
  const most = chunks.length / chunkRow.length + changes.length + leads.length;
  const offsets = new Float64Array(most);
  const samples = new Uint32Array(most);
  const descriptions = new Uint32Array(most);
  let count = 0;
  let sample = 0;
  let change = 0;
  let lead = 0;
  let description = 1;
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    let offset = chunks[row + chunkRow.offset] ?? 0;
    const end = sample + (chunks[row + chunkRow.samples] ?? 0);
    while (sample < end) {
      while (changes[change]?.sample === sample) description = changes[change++]?.description ?? description;
      const leftOut = leads[lead]?.sample === sample ? (leads[lead++]?.bytes ?? 0) : 0;
      const until = Math.min(end, changes[change]?.sample ?? end, leads[lead]?.sample ?? end);
      offsets[count] = offset + leftOut;
      samples[count] = until - sample;
      descriptions[count++] = description;
      if (until < end) for (; sample < until; sample++) offset += sizes[sample] ?? 0;
      sample = until;
    }
  }
  return { count, offsets, samples, descriptions };
}

/** The number of samples and the sample entry of each chunk (stsc, section 8.7.4). */
export function sampleToChunk({ count, samples, descriptions }: Chunks): Rope {
  const rows = new Uint32Array(count * 3);
  let length = 0;
  for (let chunk = 0; chunk < count; chunk++) {
    const same = samples[chunk] === samples[chunk - 1] && descriptions[chunk] === descriptions[chunk - 1];
    if (same) continue;
    rows[length++] = chunk + 1;
    rows[length++] = samples[chunk] ?? 0;
    rows[length++] = descriptions[chunk] ?? 0;
  }
  return fullBox('stsc', 0, 0, words(length / 3), bigEndian(rows.subarray(0, length)));
}

/** The offsets of the chunks (co64, section 8.7.5); {@link writeOffsets} fills in its table. */
export function chunkOffsets({ count }: Chunks): { readonly co64: Rope; readonly table: Uint8Array } {
  const table = new Uint8Array(count * 8);
  return { co64: fullBox('co64', 0, 0, words(count), table), table };
}

/** Fills a table of {@link chunkOffsets}, each offset moved by `moved` bytes. */
export function writeOffsets(table: Uint8Array, { count, offsets }: Chunks, moved: number): void {
  const view = new DataView(table.buffer);
  for (let chunk = 0; chunk < count; chunk++) {
    const place = (offsets[chunk] ?? 0) + moved;
    view.setUint32(chunk * 8, Math.floor(place / 2 ** 32));
    view.setUint32(chunk * 8 + 4, place % 2 ** 32);
  }
}
