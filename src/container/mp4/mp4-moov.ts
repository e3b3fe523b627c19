import { ContainerError } from '../container-error';
import { type Box, BoxReader, childOf, childrenOf, contentsOffset, readBoxes, readU32 } from './mp4-boxes';

/** The defaults for a fragment's tables, from trex (ISO/IEC 14496-12, section 8.8.3). */
export interface SampleDefaults {
  readonly description: number;
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

/** The fields of a fragmented MP4's track that the index needs. */
export interface Mp4Track {
  readonly id: number;
  readonly defaults: SampleDefaults;
  /** The bytes of a NAL unit's length, if parameter sets are in the stream (`avc3`); else 0. */
  readonly nalLength: number;
  /** The type of its first sample entry. */
  readonly codec: string;
}

const mostTracks = 64;

/**
 * Reads moov.
 *
 * @param bytes the whole box
 * @param offset its offset in the recording, in bytes
 * @throws {@link ContainerError} if it is not the moov of a fragmented file
 */
export function readMoov(bytes: Uint8Array, offset: number): Mp4Track[] {
  const [moov] = readBoxes(bytes, offset);
  if (moov === undefined) throw new ContainerError('malformed', offset, 'moov', 'it is empty');
  const defaults = new Map<number, SampleDefaults>();
  const tracks: Box[] = [];
  for (const child of childrenOf(moov)) {
    if (child.type === 'trak') tracks.push(child);
    if (child.type !== 'mvex') continue;
    for (const trex of childrenOf(child)) {
      if (trex.type !== 'trex') continue;
      const reader = new BoxReader(trex);
      reader.full();
      const id = reader.u32();
      defaults.set(id, {
        description: reader.u32(),
        duration: reader.u32(),
        size: reader.u32(),
        flags: reader.u32(),
      });
    }
  }
  if (tracks.length === 0) throw new ContainerError('malformed', offset, 'moov', 'no track in it');
  if (tracks.length > mostTracks)
    throw new ContainerError('too-large', offset, 'moov', `${tracks.length} tracks`);
  return tracks.map((trak) => {
    const id = trackIdOf(trak);
    const own = defaults.get(id);
    if (own === undefined)
      throw new ContainerError(
        'unsupported',
        trak.offset,
        'trak',
        'not a track of fragments: it has no trex',
      );
    const entries = sampleEntriesOf(stsdOf(trak));
    return { id, defaults: own, nalLength: nalLengthOf(entries), codec: entries[0]?.type ?? '' };
  });
}

/** The number of a track (section 8.3.2). */
export function trackIdOf(trak: Box): number {
  const reader = new BoxReader(childOf(trak, 'tkhd'));
  reader.skip(reader.full().version === 1 ? 16 : 8);
  return reader.u32();
}

/** Whether players turn a track's picture by a quarter, so that width and height change places (section 8.3.2). */
export function isOnItsSide(trak: Box): boolean {
  const { contents } = childOf(trak, 'tkhd');
  const matrixAt = contents[0] === 1 ? 52 : 40;
  return readU32(contents, matrixAt) === 0 && readU32(contents, matrixAt + 4) !== 0;
}

/** The timescale of a track's mdia, in ticks per second (section 8.4.2). */
export function mediaTimescale(mdia: Box): number {
  const reader = new BoxReader(childOf(mdia, 'mdhd'));
  reader.skip(reader.full().version === 1 ? 16 : 8);
  return Math.max(reader.u32(), 1);
}

/**
 * The timescale of the movie, in ticks per second (section 8.2.2).
 *
 * @throws {@link ContainerError} if it is 0
 */
export function movieTimescale(mvhd: Box): number {
  const reader = new BoxReader(mvhd);
  reader.skip(reader.full().version === 1 ? 16 : 8);
  const timescale = reader.u32();
  if (timescale === 0) throw new ContainerError('malformed', mvhd.offset, 'mvhd', 'a timescale of 0');
  return timescale;
}

/** The handler of a track's media, such as `vide` or `soun` (section 8.4.3); `undefined` if it states none. */
export function handlerOf(trak: Box): string | undefined {
  const hdlr = [...childrenOf(childOf(trak, 'mdia'))].find(({ type }) => type === 'hdlr');
  return hdlr && String.fromCharCode(...hdlr.contents.subarray(8, 12));
}

/** The stsd of a track. */
export function stsdOf(trak: Box): Box {
  return childOf(childOf(childOf(childOf(trak, 'mdia'), 'minf'), 'stbl'), 'stsd');
}

/** The boxes in stsd (section 8.5.2). */
export function sampleEntriesOf(stsd: Box): Box[] {
  return [...readBoxes(stsd.contents.subarray(8), contentsOffset(stsd) + 8)];
}

/** The bytes of a VisualSampleEntry (section 12.1.3) before the boxes in it. */
export const visualSampleEntryLength = 86;

/** The boxes in a VisualSampleEntry. */
export function boxesOfVisualEntry(entry: Box): Box[] {
  return [
    ...readBoxes(entry.bytes.subarray(visualSampleEntryLength), entry.offset + visualSampleEntryLength),
  ];
}

function nalLengthOf(entries: readonly Box[]): number {
  const entry = entries.find(({ type }) => type === 'avc3');
  if (entry === undefined) return 0;
  const record = boxesOfVisualEntry(entry).find(({ type }) => type === 'avcC')?.contents;
  return ((record?.[4] ?? 3) & 3) + 1;
}
