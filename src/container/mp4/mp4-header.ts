import type { ColorMatrix } from '../../domain/color';
import { ContainerError } from '../container-error';
import {
  type Box,
  BoxReader,
  box,
  childOf,
  childrenOf,
  fullBox,
  largeMdatHeader,
  lengthOf,
  type Rope,
  readBoxes,
  words,
} from './mp4-boxes';
import { editList, editsOf, long } from './mp4-edits';
import { mediaTimescale, movieTimescale, trackIdOf } from './mp4-moov';
import { chunkRow, type Mp4Part, type Mp4Samples } from './mp4-part';
import { descriptionsOf } from './mp4-sample-entry';
import {
  type Chunks,
  chunkOffsets,
  chunksOf,
  compositionOffsets,
  type Lead,
  leadsOf,
  sampleSizes,
  sampleToChunk,
  shownEnd,
  syncSamples,
  timeToSample,
  writeOffsets,
} from './mp4-tables';

/** A new header for an MP4 file, and the range of its bytes that follow it unchanged. */
export interface NewMp4Header {
  /** In pieces, because after many hours they are large. */
  readonly pieces: Rope;
  /** The bytes of the recording that follow, from the first fragment to the last complete one. */
  readonly mediaStart: number;
  readonly mediaEnd: number;
}

/**
 * Makes the header `[ftyp | moov with every sample | header of one mdat]` for the original fragments, which become the
 * contents of that mdat: an ordinary MP4, not a fragmented one.
 *
 * @param part the joined parts of the whole recording
 * @param matrix of the video's colors, if what the recorder wrote is wrong or missing
 * @throws {@link ContainerError} `no-media` if no fragment is complete
 */
export function makeMp4Header(part: Mp4Part, matrix?: ColorMatrix): NewMp4Header {
  const { header, complete } = part;
  if (header === undefined || part.samples.length === 0) {
    throw new ContainerError('no-media', part.start, 'moov', 'no complete fragment after it');
  }
  const [moov] = readBoxes(header.moov, header.moovStart);
  if (moov === undefined) throw new ContainerError('malformed', header.moovStart, 'moov', 'it is empty');
  const timescale = movieTimescale(childOf(moov, 'mvhd'));
  const tracks = [...childrenOf(moov)]
    .filter(({ type }) => type === 'trak')
    .flatMap((trak) => {
      const samples = part.samples.find(({ track }) => track === trackIdOf(trak));
      return samples === undefined ? [] : [prepare(trak, samples, timescale, matrix)];
    });
  const first = Math.min(...tracks.map(({ start }) => start));
  const duration = Math.max(...tracks.map((track) => track.start - first + track.duration));
  const rebuilt = box(
    'moov',
    ...[...childrenOf(moov)].flatMap((child) => {
      if (child.type === 'mvhd') return [withDuration(child, Math.ceil(duration))];
      if (child.type === 'mvex') return [];
      if (child.type !== 'trak') return [child.bytes];
      return tracks
        .filter(({ trak }) => trak === child || trak.offset === child.offset)
        .map((track) => rebuildTrak(track, first));
    }),
  );
  const ftyp = plainFtyp(header.ftyp);
  const mdat = largeMdatHeader(complete - header.mediaStart);
  const length = ftyp.length + lengthOf(rebuilt) + mdat.length;
  for (const { chunks, offsets } of tracks) writeOffsets(offsets.table, chunks, length - header.mediaStart);
  return {
    pieces: [ftyp, ...rebuilt, mdat],
    mediaStart: header.mediaStart,
    mediaEnd: complete,
  };
}

/** A track of the new moov. */
interface PreparedTrack {
  readonly trak: Box;
  readonly samples: Mp4Samples;
  readonly stsd: Uint8Array | Rope;
  readonly stts: Rope;
  readonly chunks: Chunks;
  readonly leads: readonly Lead[];
  readonly offsets: ReturnType<typeof chunkOffsets>;
  /** When the track is first heard or seen, and for how long, in ticks of the movie. */
  readonly start: number;
  readonly duration: number;
  /** How much of its media comes before that, in ticks of the track. */
  readonly trim: number;
  /** In ticks of the track. */
  readonly mediaDuration: number;
}

function prepare(
  trak: Box,
  samples: Mp4Samples,
  timescale: number,
  matrix: ColorMatrix | undefined,
): PreparedTrack {
  const mdia = childOf(trak, 'mdia');
  const ticks = mediaTimescale(mdia);
  const { stts, duration } = timeToSample(samples);
  const edits = editsOf(trak);
  // Fragments count from the beginning of the media, as the edit list does; the new tables count from the first sample.
  const start = edits.delay + (((samples.chunks[chunkRow.time] ?? 0) - edits.mediaTime) * timescale) / ticks;
  const trim = Math.min(duration, Math.max(0, Math.round((-start * ticks) / timescale)));
  const { stsd, changes, withoutSets } = descriptionsOf(
    childOf(childOf(childOf(mdia, 'minf'), 'stbl'), 'stsd'),
    samples.configs,
    { hasEdits: trim > 0, matrix },
  );
  const leads = withoutSets ? leadsOf(samples) : [];
  const chunks = chunksOf(samples, changes, leads);
  return {
    trak,
    samples,
    stsd,
    stts,
    chunks,
    leads,
    offsets: chunkOffsets(chunks),
    start: Math.max(0, start),
    duration: ((shownEnd(samples, duration) - trim) * timescale) / ticks,
    trim,
    mediaDuration: duration,
  };
}

function rebuildTrak(track: PreparedTrack, first: number): Rope {
  const start = Math.round(track.start - first);
  const duration = Math.ceil(track.duration);
  return box(
    'trak',
    ...[...childrenOf(track.trak)].flatMap((child) => {
      if (child.type === 'tkhd') {
        return [withDuration(child, start + duration), editList(start, duration, track.trim)];
      }
      if (child.type === 'edts') return [];
      return [child.type === 'mdia' ? rebuildMdia(child, track) : child.bytes];
    }),
  );
}

function rebuildMdia(mdia: Box, track: PreparedTrack): Rope {
  const { samples, stsd, stts, chunks, leads, offsets } = track;
  const tables = [
    stts,
    compositionOffsets(samples),
    syncSamples(samples),
    sampleToChunk(chunks),
    sampleSizes(samples, leads),
    offsets.co64,
  ];
  const stbl = box('stbl', stsd, ...tables);
  const minf = (whole: Box) =>
    box('minf', ...[...childrenOf(whole)].map((child) => (child.type === 'stbl' ? stbl : child.bytes)));
  return box(
    'mdia',
    ...[...childrenOf(mdia)].map((child) => {
      if (child.type === 'mdhd') return withDuration(child, track.mediaDuration);
      return child.type === 'minf' ? minf(child) : child.bytes;
    }),
  );
}

/** A copy of mvhd, mdhd or tkhd (sections 8.2.2, 8.4.2, 8.3.2), of version 1, with this duration. */
function withDuration(header: Box, duration: number): Rope {
  const reader = new BoxReader(header);
  const { version, flags } = reader.full();
  const time = () => (version === 1 ? reader.u64() : reader.u32());
  const times = [time(), time()];
  // A timescale; or a track's number and 4 reserved bytes.
  const between = header.type === 'tkhd' ? [reader.u32(), reader.u32()] : [reader.u32()];
  // The old duration may be "unknown", all ones.
  reader.skip(version === 1 ? 8 : 4);
  const fields = [...times.flatMap(long), ...between, ...long(duration)];
  return fullBox(header.type, 1, flags, words(...fields), header.contents.subarray(reader.at));
}

/** ftyp (section 4.3), with the brand `avc1` instead of `avc3`. */
function plainFtyp(ftyp: Uint8Array): Uint8Array {
  const plain = ftyp.slice();
  for (let brand = 8; brand + 4 <= plain.length; brand += 4) {
    if (String.fromCharCode(...plain.subarray(brand, brand + 4)) === 'avc3') plain[brand + 3] = 0x31;
  }
  return plain;
}
