import { concat } from '../concat';
import { ContainerError } from '../container-error';
import { durationTolerance, type FileFault } from '../file-fault';
import { type Box, childrenOf, longestBoxHeader, readBoxHeader } from './mp4-boxes';
import { handlerOf, isOnItsSide, sampleEntriesOf, stsdOf } from './mp4-moov';
import type { Mp4Part, Mp4Samples } from './mp4-part';
import { durationOf, hasFragments, movieIn, readSampleTables, withoutTables } from './mp4-plain';
import { bytesOfSamples, completeSamples } from './mp4-subset';

/** More boxes than any file has before its movie. */
const mostBoxes = 4096;

/** The largest moov that is read, in bytes: that of ten hours at 60 fps is half as large. */
const largestMoov = 128 * 2 ** 20;

/** The beginning of an MP4. */
export interface Mp4Movie {
  readonly ftyp: Uint8Array;
  readonly moov: Box;
  /** Whether its samples are in fragments. */
  readonly isFragmented: boolean;
}

/**
 * Finds the movie of an MP4, at its beginning or at its end.
 *
 * @throws ContainerError `not-media` if it isn't an MP4; `no-header` if it has no movie, or that is cut off
 * @throws DOMException if it can't be read
 */
export async function findMovie(file: Blob): Promise<Mp4Movie> {
  let ftyp = new Uint8Array();
  let hasMedia = false;
  let boxes = 0;
  for (let at = 0; at < file.size && boxes < mostBoxes; boxes++) {
    const header = headerOf(await read(file, at, at + longestBoxHeader), at);
    if (header === undefined) break;
    const end = at + Math.min(header.size, file.size - at);
    if (boxes === 0 && !known.has(header.type)) {
      throw new ContainerError('not-media', at, 'file', 'it doesn’t begin like WebM or MP4');
    }
    if (header.type === 'ftyp' && ftyp.length === 0) ftyp = await read(file, at, Math.min(end, at + 4096));
    if (header.type === 'mdat' || header.type === 'moof') hasMedia = true;
    if (header.type === 'moov' && at + header.size <= file.size && header.size <= largestMoov) {
      const moov = movieIn(await read(file, at, end), at);
      return { ftyp, moov, isFragmented: hasFragments(moov) };
    }
    at = end;
  }
  const detail = hasMedia ? 'no moov, or only a part of it' : 'no moov and no mdat';
  throw new ContainerError(
    hasMedia || ftyp.length > 0 ? 'no-header' : 'not-media',
    file.size,
    'moov',
    detail,
  );
}

/** The types of the first box of a file. */
const known: ReadonlySet<string> = new Set([
  'ftyp',
  'moov',
  'mdat',
  'moof',
  'styp',
  'sidx',
  'free',
  'skip',
  'wide',
  'pnot',
]);

function headerOf(bytes: Uint8Array, at: number) {
  try {
    return readBoxHeader(bytes, 0, at);
  } catch {
    return undefined;
  }
}

async function read(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
}

/** An MP4 whose movie knows all samples, as a part of a recording's index. */
export interface PlainMp4 {
  readonly part: Mp4Part;
  readonly faults: readonly FileFault[];
  /** What it states, in ms. */
  readonly statedMs: number;
}

/**
 * Reads an MP4 whose movie knows all samples. If some are beyond the end of the file, the rest is kept. Tables that can't be
 * represented here are left out, if nothing is wrong with the file: then no part of it can be cut out.
 *
 * @throws ContainerError `no-media` if it has no complete sample
 */
export function readPlainMp4({ ftyp, moov }: Mp4Movie, size: number): PlainMp4 {
  const header = {
    ftyp,
    moov: concat(withoutTables(moov)),
    moovStart: moov.offset,
    mediaStart: 0,
  };
  const part = { container: 'mp4' as const, start: 0, end: size };
  let all: Mp4Samples[];
  try {
    all = readSampleTables(moov);
  } catch (error) {
    if (!(error instanceof ContainerError) || error.reason === 'malformed') throw error;
    const { statedMs } = durationOf(moov, []);
    return { part: { ...part, header, samples: [], complete: size }, faults: [], statedMs };
  }
  const samples = all.flatMap((track) => completeSamples(track, size));
  if (samples.length === 0) throw new ContainerError('no-media', moov.offset, 'moov', 'no complete sample');
  const { statedMs, measuredMs } = durationOf(moov, all);
  const faults: FileFault[] = [];
  if (statedMs === 0 && measuredMs > 0) faults.push({ what: 'no-duration' });
  if (statedMs > 0 && Math.abs(statedMs - measuredMs) > durationTolerance(measuredMs)) {
    faults.push({ what: 'wrong-duration', statedMs });
  }
  const count = (of: readonly Mp4Samples[]) => of.reduce((sum, { sizes }) => sum + sizes.length, 0);
  if (count(samples) < count(all)) faults.push({ what: 'cut-off' });
  const extents = samples.map(bytesOfSamples);
  const mediaStart = Math.min(...extents.map(([start]) => start));
  const complete = Math.max(...extents.map(([, end]) => end));
  return { part: { ...part, header: { ...header, mediaStart }, samples, complete }, faults, statedMs };
}

/** The samples that a fragmented file has before its first fragment; usually none. */
export function samplesAhead(moov: Box): Mp4Samples[] {
  try {
    return readSampleTables(moov);
  } catch {
    return [];
  }
}

/**
 * What is wrong with a fragmented MP4.
 *
 * @param part the joined parts of all of it
 * @param isBrokenOff whether it ends in a fragment
 * @throws DOMException if it can't be read
 */
export async function findFragmentFaults(
  file: Blob,
  { complete }: Mp4Part,
  isBrokenOff: boolean,
): Promise<FileFault[]> {
  const faults: FileFault[] = [{ what: 'fragmented' }];
  if (isBrokenOff) return [...faults, { what: 'cut-off' }];
  let at = complete;
  while (at < file.size) {
    const header = headerOf(await read(file, at, at + longestBoxHeader), at);
    const isWhole = header !== undefined && header.type !== 'moof' && at + header.size <= file.size;
    if (!isWhole) return [...faults, { what: 'cut-off' }];
    at += header.size;
  }
  return faults;
}

/** What the tracks of a movie are: see `webmTrackFacts`. */
export function mp4TrackFacts(moov: Box) {
  const found = { video: undefined as string | undefined, audio: undefined as string | undefined };
  const size = { width: 0, height: 0 };
  for (const trak of childrenOf(moov)) {
    if (trak.type !== 'trak') continue;
    const handler = handlerOf(trak);
    const [entry] = sampleEntriesOf(stsdOf(trak));
    if (entry === undefined) continue;
    if (handler === 'vide' && found.video === undefined) {
      found.video = entry.type;
      const view = new DataView(entry.contents.buffer, entry.contents.byteOffset, entry.contents.length);
      if (view.byteLength >= 28) {
        const [width, height] = [view.getUint16(24), view.getUint16(26)];
        Object.assign(size, isOnItsSide(trak) ? { width: height, height: width } : { width, height });
      }
    }
    if (handler === 'soun') found.audio ??= entry.type;
  }
  return { ...found, ...size };
}
