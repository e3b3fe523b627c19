import { joinLabels, type LabelTable } from '../color-label';

/** The header of an MP4 recording: everything before its first fragment. */
export interface Mp4Header {
  /** The box ftyp, unchanged. */
  readonly ftyp: Uint8Array;
  /** The box moov, unchanged: it has no samples. */
  readonly moov: Uint8Array;
  /** The start and end of moov, in bytes from the start of the recording. */
  readonly moovStart: number;
  readonly mediaStart: number;
  /** Whether the file is complete and seekable already: then it gets no new header. */
  readonly isWhole?: boolean;
}

/** The samples of one track, in the order of their decode times. */
export interface Mp4Samples {
  readonly track: number;
  /** Adjacent samples: rows of {@link chunkRow}. */
  readonly chunks: Float64Array;
  /** The size of each sample, in bytes. */
  readonly sizes: Uint32Array;
  /** Runs of `[samples, duration in ticks]`; none reaches beyond its chunk. */
  readonly times: Uint32Array;
  /** Runs of `[samples, composition offset in ticks]`. */
  readonly offsets: Int32Array;
  /** Runs of `[samples, 1 if they are key frames, else 0]`. */
  readonly sync: Uint32Array;
  /** The changes of the H.264 parameter sets. */
  readonly configs: readonly AvcConfig[];
}

/** Parameter sets in the stream itself (`avc3`): the first sample they apply to, and their avcC. */
export interface AvcConfig {
  /** Counted from 0, within its {@link Mp4Samples}. */
  readonly sample: number;
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, section 5.3.3.1). */
  readonly record: Uint8Array;
  /**
   * The bytes of the parameter sets at the beginning of each key frame until the next change; absent if one has something
   * else before or between them, and in the index of an older version.
   */
  readonly lead?: number;
}

/** The longest duration of a sample, in ticks. */
export const largestDuration = 2 ** 32 - 1;

/** A chunk: its absolute offset in bytes, its samples, the decode time of the first in ticks, its runs in `times`. */
export const chunkRow = { offset: 0, samples: 1, time: 2, runs: 3, length: 4 } as const;

/**
 * The part of a recording's index that covers one slice, or several consecutive ones: parts can be joined
 * ({@link joinMp4Parts}). A fragment belongs to the part with its last byte. Every offset is in bytes from the start of
 * the recording as it was written.
 */
export interface Mp4Part {
  readonly container: 'mp4';
  /** The bytes it covers. */
  readonly start: number;
  readonly end: number;
  /** Only in the part in which moov ends. */
  readonly header?: Mp4Header;
  readonly samples: readonly Mp4Samples[];
  /** The end of the last complete fragment so far: a recovered recording is truncated there. */
  readonly complete: number;
  /** Where key frames state the matrix of their colors; absent if nowhere. */
  readonly labels?: LabelTable;
}

/**
 * Joins the parts of consecutive slices; associative.
 *
 * @throws RangeError if there are none, or if there is a gap between them
 */
export function joinMp4Parts(parts: readonly Mp4Part[]): Mp4Part {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('No parts to join');
  let header: Mp4Header | undefined;
  let end = first.start;
  for (const part of parts) {
    if (part.start !== end)
      throw new RangeError(`A part that begins at ${part.start} can't follow one that ends at ${end}`);
    end = part.end;
    header ??= part.header;
  }
  return {
    container: 'mp4',
    start: first.start,
    end,
    ...(header === undefined ? {} : { header }),
    samples: joinSamples(parts.flatMap((part) => part.samples)),
    complete: last.complete,
    ...joinLabels(parts),
  };
}

/** Joins samples track by track, each track's in the order given. */
export function joinSamples(pieces: readonly Mp4Samples[]): Mp4Samples[] {
  const tracks = new Map<number, Mp4Samples[]>();
  for (const piece of pieces) {
    const list = tracks.get(piece.track);
    if (list === undefined) tracks.set(piece.track, [piece]);
    else list.push(piece);
  }
  return [...tracks.values()].flatMap((list) => (list.length === 1 ? list : [joinTrack(list)]));
}

function joinTrack(pieces: readonly Mp4Samples[]): Mp4Samples {
  const sum = (count: (piece: Mp4Samples) => number) =>
    pieces.reduce((total, piece) => total + count(piece), 0);
  const joined = {
    track: pieces[0]?.track ?? 0,
    chunks: new Float64Array(sum((piece) => piece.chunks.length)),
    sizes: new Uint32Array(sum((piece) => piece.sizes.length)),
    times: new Uint32Array(sum((piece) => piece.times.length)),
    offsets: new Int32Array(sum((piece) => piece.offsets.length)),
    sync: new Uint32Array(sum((piece) => piece.sync.length)),
    configs: [] as AvcConfig[],
  };
  const at = { chunks: 0, sizes: 0, times: 0, offsets: 0, sync: 0 };
  for (const piece of pieces) {
    const before = at.sizes;
    joined.chunks.set(piece.chunks, at.chunks);
    joined.sizes.set(piece.sizes, at.sizes);
    joined.times.set(piece.times, at.times);
    joined.offsets.set(piece.offsets, at.offsets);
    joined.sync.set(piece.sync, at.sync);
    for (const config of piece.configs) joined.configs.push({ ...config, sample: config.sample + before });
    at.chunks += piece.chunks.length;
    at.sizes += piece.sizes.length;
    at.times += piece.times.length;
    at.offsets += piece.offsets.length;
    at.sync += piece.sync.length;
  }
  return joined;
}

/**
 * The decode time of each sample, and the end of the last, in ticks. The tfdt of a fragment takes precedence over the duration
 * of the sample before it.
 */
export function startsOf({ chunks, times, sizes }: Mp4Samples): Float64Array {
  const starts = new Float64Array(sizes.length + 1);
  let end = chunks[chunkRow.time] ?? 0;
  let sample = 0;
  let run = 0;
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    for (const lastRun = run + (chunks[row + chunkRow.runs] ?? 0) * 2; run < lastRun; run += 2) {
      for (let left = times[run] ?? 0; left > 0; left--) {
        starts[sample++] = end;
        end += times[run + 1] ?? 0;
      }
    }
    const next = chunks[row + chunkRow.length + chunkRow.time];
    const last = starts[sample - 1] ?? end;
    if (next !== undefined) end = last + Math.min(Math.max(next - last, 0), largestDuration);
  }
  starts[sample] = end;
  return starts;
}
