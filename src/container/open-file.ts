import { type Container, type FormatId, formats } from '../domain/format';
import type { MediaEvent } from '../domain/media-event';
import { ContainerError } from './container-error';
import type { FileFault } from './file-fault';
import { createMediaEnd } from './media-end';
import { createMediaIndex, joinParts, type MediaPart } from './media-index';
import { readMp4Chapters } from './mp4/mp4-chapters';
import {
  findFragmentFaults,
  findMovie,
  type Mp4Movie,
  mp4TrackFacts,
  readPlainMp4,
  samplesAhead,
} from './mp4/mp4-file';
import { joinSamples, type Mp4Samples } from './mp4/mp4-part';
import { movieIn } from './mp4/mp4-plain';
import { bytesOfSamples, completeSamples } from './mp4/mp4-subset';
import { withPatches } from './salvage';
import { composeSeekableFile } from './seekable-file';
import { readWebmChapters } from './webm/webm-chapters';
import { isMatroska, type TrackFacts, webmTrackFacts } from './webm/webm-facts';
import { findWebmFaults } from './webm/webm-faults';

/** A WebM or MP4 from anywhere, understood and, if need be, repaired. Nothing of it is copied. */
export interface OpenedFile {
  readonly container: Container;
  /** What was wrong with it; empty if it needs no repair. */
  readonly faults: readonly FileFault[];
  /** Complete and seekable; the file itself if nothing was wrong. */
  readonly file: Blob;
  /** The part of its bytes that a library has to keep, to be read with {@link indexFile}. */
  readonly media: Blob;
  readonly durationMs: number;
  readonly mimeType: string;
  /** The one that is most like it. */
  readonly format: FormatId;
  readonly width: number;
  readonly height: number;
  readonly hasAudio: boolean;
  /** Its chapters. */
  readonly events: readonly MediaEvent[];
}

/** Called after each step with how many bytes of the file were read. What it throws ends the reading. */
export type OnRead = (bytes: number) => Promise<void>;

/** How much is read at once, in bytes. */
const readSize = 4 * 2 ** 20;

const nothingWrong: readonly FileFault[] = [];

/**
 * Opens a WebM, Matroska or MP4 file, and makes a complete, seekable one of it if it isn't: a new header, and the media by
 * reference, up to the last complete block or sample. In WebM and fragmented MP4 all of it is read.
 *
 * @throws ContainerError `not-media`; `no-header`; another reason if nothing of it can be played
 * @throws DOMException if it can't be read, or changes meanwhile
 */
export async function openFile(file: Blob, onRead: OnRead = async () => undefined): Promise<OpenedFile> {
  const movie = (await isWebm(file)) ? undefined : await findMovie(file);
  if (movie !== undefined && !movie.isFragmented) return openPlain(file, movie);
  const parts: MediaPart[] = [];
  let patched = file;
  let { error, isBrokenOff }: Pick<ReadChunk, 'error' | 'isBrokenOff'> = {
    error: undefined,
    isBrokenOff: false,
  };
  for await (const chunk of readChunks(file, readSize, movie)) {
    parts.push(chunk.part);
    patched = withPatches(file, chunk.patches);
    ({ error, isBrokenOff } = chunk);
    await onRead(chunk.part.end);
  }
  if (parts.length === 0) throw new ContainerError('not-media', 0, 'file', 'it is empty');
  const part = joinParts(parts);
  if (part.header === undefined && error !== undefined) throw error;
  const found =
    part.container === 'webm'
      ? await findWebmFaults(file, part, isBrokenOff)
      : await findFragmentFaults(file, part, isBrokenOff);
  const faults =
    error === undefined
      ? found
      : [
          ...found.filter(({ what }) => what !== 'cut-off'),
          { what: 'damaged' as const, lostBytes: file.size - part.complete },
        ];
  const events =
    part.container === 'webm'
      ? await readWebmChapters(file, part)
      : movie === undefined
        ? []
        : await readMp4Chapters(file, movie.moov);
  return describe({ file, media: patched, part, faults, events });
}

async function openPlain(file: Blob, movie: Mp4Movie): Promise<OpenedFile> {
  const { statedMs, ...found } = readPlainMp4(movie, file.size);
  const events = await readMp4Chapters(file, movie.moov);
  return describe({ file, media: file, events, ...found }, statedMs);
}

interface Found {
  readonly file: Blob;
  readonly media: Blob;
  readonly part: MediaPart;
  readonly faults: readonly FileFault[];
  readonly events: readonly MediaEvent[];
}

/** @param statedMs how long it says it is; its tables may not say it */
function describe({ file, media, part, faults, events }: Found, statedMs = 0): OpenedFile {
  const { header } = part;
  if (header === undefined) throw new ContainerError('no-media', part.start, 'file', 'no complete header');
  const facts = 'tracks' in header ? webmTrackFacts(header.tracks) : mp4TrackFacts(movieIn(header.moov, 0));
  const mimeType = typeOf(part.container, facts, 'ebml' in header && isMatroska(header.ebml));
  const blob = media.slice(0, part.end);
  const isRepaired = faults.length > 0;
  const durationMs = (createMediaEnd().after(part) ?? 0) || statedMs;
  return {
    container: part.container,
    faults: isRepaired ? faults : nothingWrong,
    file: isRepaired ? composeSeekableFile([{ blob, part }], mimeType) : file.slice(0, file.size, mimeType),
    media: isRepaired && part.complete > 0 ? media.slice(0, keptEnd(part)) : file,
    durationMs,
    mimeType,
    format: formatOf(part.container, facts),
    width: facts.width,
    height: facts.height,
    hasAudio: facts.audio !== undefined,
    // What is cut off has no chapters any more.
    events: durationMs > 0 ? events.filter(({ atMs }) => atMs < durationMs) : events,
  };
}

/** The movie of an ordinary MP4 may come after its media. */
function keptEnd({ complete, header, end }: MediaPart): number {
  return header !== undefined && 'moov' in header && header.moovStart >= complete ? end : complete;
}

/** A chunk of a file, and its part of the index. */
export interface IndexedChunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly part: MediaPart;
}

/**
 * Reads the `media` of an {@link OpenedFile} chunk by chunk, for a library.
 *
 * @param isWhole whether nothing was wrong with it: then the file of it is itself
 * @throws ContainerError if it is no longer what was opened
 * @throws DOMException if it can't be read
 */
export async function* indexFile(
  media: Blob,
  isWhole: boolean,
  chunkSize: number,
): AsyncGenerator<IndexedChunk> {
  const movie = (await isWebm(media)) ? undefined : await findMovie(media);
  if (movie !== undefined && !movie.isFragmented) {
    yield* plainChunks(media, movie, isWhole, chunkSize);
    return;
  }
  for await (const { bytes, part, error } of readChunks(media, chunkSize, movie)) {
    if (error !== undefined && part.header === undefined && part.start === 0) throw error;
    yield { bytes, part: isWhole ? asWhole(part) : part };
  }
}

async function* plainChunks(
  media: Blob,
  movie: Mp4Movie,
  isWhole: boolean,
  chunkSize: number,
): AsyncGenerator<IndexedChunk> {
  const { part } = readPlainMp4(movie, media.size);
  const whole = isWhole ? asWhole(part) : part;
  for (let start = 0; start < media.size; start += chunkSize) {
    const bytes = new Uint8Array(await media.slice(start, start + chunkSize).arrayBuffer());
    const end = start + bytes.length;
    const { complete, container } = part;
    yield {
      bytes,
      part: start === 0 ? { ...whole, end } : { container, start, end, samples: [], complete },
    };
  }
}

function asWhole<Part extends MediaPart>(part: Part): Part {
  return part.header === undefined ? part : { ...part, header: { ...part.header, isWhole: true } };
}

interface ReadChunk extends IndexedChunk {
  readonly patches: readonly { readonly offset: number; readonly bytes: Uint8Array<ArrayBuffer> }[];
  /** Whether the file ends in a Cluster or a fragment, even right after one of its frames. */
  readonly isBrokenOff: boolean;
  /** Why it is the last one. */
  readonly error: ContainerError | undefined;
}

/** Reads and indexes a file up to its end, or to the first byte that contradicts the format. */
async function* readChunks(
  file: Blob,
  chunkSize: number,
  movie: Mp4Movie | undefined,
): AsyncGenerator<ReadChunk> {
  const index = createMediaIndex(movie === undefined ? 'webm' : 'mp4');
  // Some programs write the first samples of a fragmented file without a fragment.
  const ahead =
    movie === undefined ? [] : samplesAhead(movie.moov).flatMap((track) => completeSamples(track, file.size));
  for (let at = 0; at < file.size && index.error === undefined; at += chunkSize) {
    const bytes = new Uint8Array(await file.slice(at, at + chunkSize).arrayBuffer());
    const read = withSamplesAhead(index.read(bytes), ahead);
    const isLast = at + chunkSize >= file.size || index.error !== undefined;
    const salvaged = isLast ? index.salvage() : undefined;
    yield {
      bytes,
      part: salvaged === undefined ? read : joinParts([read, salvaged.part]),
      patches: salvaged?.patches ?? [],
      isBrokenOff: salvaged !== undefined,
      error: index.error,
    };
  }
}

/** @param ahead samples that come before the first fragment */
function withSamplesAhead(part: MediaPart, ahead: readonly Mp4Samples[]): MediaPart {
  if (part.container !== 'mp4' || ahead.length === 0) return part;
  // There may be no other ones.
  const complete = Math.max(part.complete, ...ahead.map((track) => bytesOfSamples(track)[1]));
  if (part.header === undefined) return { ...part, complete };
  return { ...part, complete, samples: joinSamples([...ahead, ...part.samples]) };
}

const ebmlMagic = [0x1a, 0x45, 0xdf, 0xa3];

async function isWebm(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, ebmlMagic.length).arrayBuffer());
  return ebmlMagic.every((byte, index) => head[index] === byte);
}

/** RFC 6381 codec strings that say enough, by what the container calls the codec. */
const codecs: Readonly<Record<string, string>> = {
  V_VP8: 'vp8',
  V_VP9: 'vp9',
  V_AV1: 'av1',
  A_OPUS: 'opus',
  A_VORBIS: 'vorbis',
  'V_MPEG4/ISO/AVC': 'avc1.640034',
  'V_MPEGH/ISO/HEVC': 'hvc1.1.6.L156.B0',
  A_AAC: 'mp4a.40.2',
  'A_MPEG/L3': 'mp3',
  vp09: 'vp9',
  av01: 'av01.0.19M.08',
  avc1: 'avc1.640034',
  avc3: 'avc3.640034',
  Opus: 'opus',
  mp4a: 'mp4a.40.2',
};

/** Without codecs if one of them isn't known. */
function typeOf(container: Container, { video, audio }: TrackFacts, isMkv: boolean): string {
  const used = [video, audio].filter((codec) => codec !== undefined);
  const names = used.map((codec) => codecs[codec]);
  const type = `${video === undefined ? 'audio' : 'video'}/${isMkv ? 'x-matroska' : container}`;
  return used.length === 0 || names.includes(undefined) ? type : `${type};codecs=${names.join(',')}`;
}

/** By the codec of the video; the first one of the container if there is none like it. */
function formatOf(container: Container, { video }: TrackFacts): FormatId {
  const codec = (codecs[video ?? ''] ?? '').slice(0, 3);
  const own = formats.filter((format) => format.container === container);
  return (own.find(({ videoCodec }) => codec !== '' && videoCodec.startsWith(codec)) ?? own[0] ?? formats[0])
    .id;
}
