import { type AvcConfig, chunkRow, type Mp4Samples, startsOf } from './mp4-part';

/** Which samples of a track to take, and when they are decoded in their new place. */
export interface Subset {
  /** The first sample, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** The number of the new track. */
  readonly track: number;
  /** The new decode time of the first sample, in ticks. */
  readonly time: number;
  /** How long the last sample lasts, in ticks. */
  readonly lastDuration: number;
}

/**
 * The tables of some of a track's samples. Their bytes stay where they are.
 *
 * @param starts the decode time of each sample, in ticks; only distances count
 */
export function takeSamples(
  samples: Mp4Samples,
  starts: Float64Array,
  { from, to, track, time, lastDuration }: Subset,
): Mp4Samples {
  const chunks = new Float64Array(samples.chunks.length);
  const times = new Uint32Array(samples.times.length);
  let chunksLength = 0;
  let timesLength = 0;
  let sample = 0;
  let run = 0;
  for (let row = 0; row < samples.chunks.length && sample < to; row += chunkRow.length) {
    const first = Math.max(sample, from);
    const end = Math.min(sample + (samples.chunks[row + chunkRow.samples] ?? 0), to);
    let offset = samples.chunks[row + chunkRow.offset] ?? 0;
    if (first < end)
      for (let skipped = sample; skipped < first; skipped++) offset += samples.sizes[skipped] ?? 0;
    const runsBefore = timesLength;
    for (const lastRun = run + (samples.chunks[row + chunkRow.runs] ?? 0) * 2; run < lastRun; run += 2) {
      const next = sample + (samples.times[run] ?? 0);
      const count = Math.min(next, to) - Math.max(sample, from);
      sample = next;
      if (count <= 0) continue;
      times[timesLength++] = count;
      times[timesLength++] = samples.times[run + 1] ?? 0;
    }
    if (first >= end) continue;
    chunks[chunksLength + chunkRow.offset] = offset;
    chunks[chunksLength + chunkRow.samples] = end - first;
    chunks[chunksLength + chunkRow.time] = time + (starts[first] ?? 0) - (starts[from] ?? 0);
    chunks[chunksLength + chunkRow.runs] = (timesLength - runsBefore) / 2;
    chunksLength += chunkRow.length;
  }
  const whole = { track, chunks: chunks.subarray(0, chunksLength), times: times.subarray(0, timesLength) };
  return {
    ...endWith(whole, lastDuration),
    sizes: samples.sizes.subarray(from, to),
    offsets: Int32Array.from(takeRuns(samples.offsets, from, to)),
    sync: Uint32Array.from(takeRuns(samples.sync, from, to)),
    configs: takeConfigs(samples.configs, from, to),
  };
}

/** The tables with another duration of the last sample, whose run may become two. */
function endWith<Tables extends Pick<Mp4Samples, 'chunks' | 'times'>>(
  tables: Tables,
  duration: number,
): Tables {
  const last = tables.times.length - 2;
  const samples = tables.times[last] ?? 0;
  const isSingle = samples === 1;
  const times = new Uint32Array(tables.times.length + (isSingle ? 0 : 2));
  times.set(tables.times);
  const chunks = tables.chunks.slice();
  if (!isSingle) {
    times[last] = samples - 1;
    times[last + 2] = 1;
    const runs = chunks.length - chunkRow.length + chunkRow.runs;
    chunks[runs] = (chunks[runs] ?? 0) + 1;
  }
  times[times.length - 1] = duration;
  return { ...tables, chunks, times };
}

/** The part of runs of `[samples, value]` that is about the samples from `from` to `to`. */
function takeRuns(runs: Int32Array | Uint32Array, from: number, to: number): number[] {
  const taken: number[] = [];
  let sample = 0;
  for (let run = 0; run < runs.length && sample < to; run += 2) {
    const next = sample + (runs[run] ?? 0);
    const count = Math.min(next, to) - Math.max(sample, from);
    if (count > 0) taken.push(count, runs[run + 1] ?? 0);
    sample = next;
  }
  return taken;
}

/** The parameter sets of these samples; the first one has the latest before it. */
function takeConfigs(configs: readonly AvcConfig[], from: number, to: number): AvcConfig[] {
  const before = configs.findLast(({ sample }) => sample <= from);
  return [
    ...(before === undefined ? [] : [{ ...before, sample: 0 }]),
    ...configs
      .filter(({ sample }) => sample > from && sample < to)
      .map((config) => ({ ...config, sample: config.sample - from })),
  ];
}

/**
 * The samples up to the first that isn't complete.
 *
 * @param end of the file, in bytes
 */
export function completeSamples(samples: Mp4Samples, end: number): Mp4Samples[] {
  const { chunks, sizes, track } = samples;
  let complete = 0;
  for (let row = 0; row < chunks.length && complete < sizes.length; row += chunkRow.length) {
    let at = chunks[row + chunkRow.offset] ?? 0;
    const last = complete + (chunks[row + chunkRow.samples] ?? 0);
    while (complete < last && at + (sizes[complete] ?? 0) <= end) at += sizes[complete++] ?? 0;
    if (complete < last) break;
  }
  if (complete === 0) return [];
  if (complete === sizes.length) return [samples];
  const starts = startsOf(samples);
  const [first = 0, before = 0, next = 0] = [starts[0], starts[complete - 1], starts[complete]];
  return [
    takeSamples(samples, starts, {
      from: 0,
      to: complete,
      track,
      time: first,
      lastDuration: next - before,
    }),
  ];
}

/** Where the bytes of samples lie: the start of the first, and the end of the last. */
export function bytesOfSamples({ chunks, sizes }: Mp4Samples): readonly [start: number, end: number] {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  let sample = 0;
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    let at = chunks[row + chunkRow.offset] ?? 0;
    start = Math.min(start, at);
    for (let left = chunks[row + chunkRow.samples] ?? 0; left > 0; left--) at += sizes[sample++] ?? 0;
    end = Math.max(end, at);
  }
  return [start, end];
}

/** The bytes between `start` and `end` of samples before `from`, and from `to` on. */
export function bytesOfOthers(
  { chunks, sizes }: Mp4Samples,
  { from, to }: Pick<Subset, 'from' | 'to'>,
  [start, end]: readonly [start: number, end: number],
): [start: number, end: number][] {
  const others: [number, number][] = [];
  let sample = 0;
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    let at = chunks[row + chunkRow.offset] ?? 0;
    const chunkEnd = sample + (chunks[row + chunkRow.samples] ?? 0);
    if (at >= end || (sample >= from && chunkEnd <= to)) {
      sample = chunkEnd;
      continue;
    }
    for (; sample < chunkEnd; sample++) {
      const next = at + (sizes[sample] ?? 0);
      const isOther = sample < from || sample >= to;
      if (isOther && next > start && at < end) {
        const before = others.at(-1);
        if (before?.[1] === at) before[1] = next;
        else others.push([at, next]);
      }
      at = next;
    }
  }
  return others;
}
