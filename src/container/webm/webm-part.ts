import { joinLabels, joinRows, type LabelTable } from '../color-label';

/** The fields of a WebM or Matroska track that the index needs (RFC 9559, section 5.1.4.1). */
export interface WebmTrack {
  readonly number: number;
  /** 1 is video, 2 is audio. */
  readonly type: number;
  /** The duration of a frame in ticks, if the track states one; else 0. */
  readonly frame: number;
  /** CodecID. */
  readonly codec: string;
}

/** The header of a recording: everything before its first Cluster. */
export interface WebmHeader {
  /** The EBML header, unchanged. */
  readonly ebml: Uint8Array;
  /** The children of Info, unchanged, without Duration. */
  readonly info: Uint8Array;
  /** The element Tracks, unchanged. */
  readonly tracks: Uint8Array;
  /** The track that Cues refer to: the first video track, or the first track of a file without video. */
  readonly cueTrack: number;
  /** The length of a tick in ns: TimestampScale. */
  readonly tickNs: number;
  /** Duration in ticks, if the recorder wrote one. */
  readonly duration?: number;
  /** The offset of the first Cluster, in bytes from the start of the recording. */
  readonly mediaStart: number;
  /** Whether the file is complete and seekable already: then it gets no new header. */
  readonly isWhole?: boolean;
}

/**
 * The part of a recording's index that covers one slice, or several consecutive ones: parts can be joined
 * ({@link joinWebmParts}), so a pack of slices has one too. Every offset is absolute, in bytes from the start of the
 * recording as it was written, with its original header.
 */
export interface WebmPart {
  readonly container: 'webm';
  /** The bytes it covers. */
  readonly start: number;
  readonly end: number;
  /** Only in the part in which the first Cluster starts. */
  readonly header?: WebmHeader;
  /** The Clusters whose headers end in this part: rows of {@link clusterRow}. */
  readonly clusters: Float64Array;
  /** The end of the Cluster that was open at {@link start}, if it ends in this part. */
  readonly closes?: number;
  /**
   * Where Clusters state their times: rows of {@link timestampRow}. Absent if nowhere, and from what was indexed before
   * it was part of the index.
   */
  readonly timestamps?: Float64Array;
  /** The first key frame of each Cluster: rows of {@link cueRow}. */
  readonly cues: Float64Array;
  /** The end of the last complete block so far: a recovered recording is truncated there. */
  readonly complete: number;
  /** The end of each track so far: rows of {@link timeRow}. */
  readonly times: Float64Array;
  /** Where key frames state the matrix of their colors; absent if nowhere. */
  readonly labels?: LabelTable;
}

/** A Cluster: its offset, the bytes of its header, its end (NaN: in a later part), whether its size is written (1) or not (0). */
export const clusterRow = { offset: 0, headerLength: 1, end: 2, sized: 3, length: 4 } as const;

/**
 * The Timestamp of a Cluster: the Cluster's offset, its time in ticks, the end of the element, and the earliest time of
 * a block so far, in ticks. A Cluster with blocks before its own time has a row for each that is earlier than all
 * before it; the last one counts.
 */
export const timestampRow = { cluster: 0, time: 1, end: 2, earliest: 3, length: 4 } as const;

/** A key frame: its time in ticks, its Cluster's offset, its position in the Cluster's data. */
export const cueRow = { time: 0, cluster: 1, position: 2, length: 3 } as const;

/** A track: its number, the time of its last block, and the duration of that block, in ticks. */
export const timeRow = { track: 0, last: 1, frame: 2, length: 3 } as const;

/**
 * Joins the parts of consecutive slices; associative.
 *
 * @throws RangeError if there are none, or if there is a gap between them
 */
export function joinWebmParts(parts: readonly WebmPart[]): WebmPart {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('No parts to join');
  const clusters = joinRows(parts.map((part) => part.clusters));
  let header: WebmHeader | undefined;
  let closes: number | undefined;
  let end = first.start;
  let rows = 0;
  for (const part of parts) {
    if (part.start !== end)
      throw new RangeError(`A part that begins at ${part.start} can't follow one that ends at ${end}`);
    end = part.end;
    header ??= part.header;
    if (part.closes !== undefined) {
      if (rows === 0) closes = part.closes;
      else clusters[rows - clusterRow.length + clusterRow.end] = part.closes;
    }
    rows += part.clusters.length;
  }
  return {
    container: 'webm',
    start: first.start,
    end,
    ...(header === undefined ? {} : { header }),
    clusters,
    ...(closes === undefined ? {} : { closes }),
    ...timestampsOf(parts.flatMap(({ timestamps }) => timestamps ?? [])),
    cues: joinRows(parts.map((part) => part.cues)),
    complete: last.complete,
    times: last.times,
    ...joinLabels(parts),
  };
}

/** The joined tables of Timestamps, to be spread into a part. */
export function timestampsOf(tables: readonly Float64Array[]): { readonly timestamps?: Float64Array } {
  const timestamps = joinRows(tables);
  return timestamps.length === 0 ? {} : { timestamps };
}

/** The end of the longest track, in ticks; 0 if there is none. */
export function endOfTimes(times: Float64Array): number {
  let end = 0;
  for (let row = 0; row < times.length; row += timeRow.length) {
    end = Math.max(end, (times[row + timeRow.last] ?? 0) + (times[row + timeRow.frame] ?? 0));
  }
  return end;
}
