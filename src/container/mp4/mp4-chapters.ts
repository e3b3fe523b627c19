import { chaptersOf, type MediaEvent, mostChapters } from '../../domain/media-event';
import { ContainerError } from '../container-error';
import { type Box, BoxReader, childOf, childrenOf } from './mp4-boxes';
import { editsOf } from './mp4-edits';
import { handlerOf, mediaTimescale, movieTimescale, trackIdOf } from './mp4-moov';
import { chunkRow, type Mp4Samples } from './mp4-part';
import { readTrak, traksOf } from './mp4-plain';

interface Chapter {
  readonly atMs: number;
  readonly title: string;
}

/** A track of chapters has no more samples than that; not all of them are read. */
const mostTitles = 2 ** 16;

/** A track refers to no more tracks than that. */
const mostTracks = 64;

/** Longer titles are cut, in bytes. */
const longestTitle = 1024;

/**
 * The chapters of an MP4: those of its chapter track (QuickTime File Format, "Chapter Lists"), or else of the list that
 * Nero introduced (`chpl`). None if they can't be understood.
 *
 * @param moov the whole box
 * @throws DOMException if the file can't be read
 */
export async function readMp4Chapters(file: Blob, moov: Box): Promise<readonly MediaEvent[]> {
  const ofTrack = await understood(() => chaptersInTrack(file, moov));
  return chaptersOf(ofTrack.length > 0 ? ofTrack : await understood(async () => chaptersInList(moov)));
}

async function understood(read: () => Promise<readonly Chapter[]>): Promise<readonly Chapter[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ContainerError) return [];
    throw error;
  }
}

async function chaptersInTrack(file: Blob, moov: Box): Promise<Chapter[]> {
  const traks = traksOf(moov);
  const ids = traks.flatMap(chapterTracksOf);
  const trak = traks.find((one) => ids.includes(trackIdOf(one)) && handlerOf(one) === 'text');
  if (trak === undefined) return [];
  const ticks = mediaTimescale(childOf(trak, 'mdia'));
  const { delay, mediaTime } = editsOf(trak);
  const delayMs = (1000 * delay) / movieTimescale(childOf(moov, 'mvhd'));
  const chapters: Chapter[] = [];
  for (const { start, size, time } of samplesIn(readTrak(trak, mostTitles))) {
    // Its titles are cut off; a list in the movie is not.
    if (start + size > file.size) return [];
    const bytes = new Uint8Array(
      await file.slice(start, start + Math.min(size, 2 + longestTitle)).arrayBuffer(),
    );
    const atMs = Math.max(0, delayMs + (1000 * (time - mediaTime)) / ticks);
    chapters.push({ atMs, title: titleIn(bytes) });
    if (chapters.length === mostChapters) break;
  }
  return chapters;
}

/** The tracks that a track refers to for its chapters (ISO/IEC 14496-12, section 8.3.3). */
function chapterTracksOf(trak: Box): number[] {
  const chap = boxIn(trak, 'tref', 'chap');
  if (chap === undefined) return [];
  const reader = new BoxReader(chap);
  return Array.from({ length: Math.min(mostTracks, Math.floor(reader.left / 4)) }, () => reader.u32());
}

/** The first box on a path; what comes after it may be damaged, and QuickTime ends some with a zero. */
function boxIn(parent: Box, ...path: readonly string[]): Box | undefined {
  const [wanted, ...rest] = path;
  if (wanted === undefined) return parent;
  for (const child of childrenOf(parent)) if (child.type === wanted) return boxIn(child, ...rest);
  return undefined;
}

/** Where each sample is, in bytes, and its time in ticks. */
function* samplesIn({ chunks, sizes, times }: Mp4Samples) {
  let sample = 0;
  let run = 0;
  for (let row = 0; row < chunks.length; row += chunkRow.length) {
    let start = chunks[row + chunkRow.offset] ?? 0;
    let time = chunks[row + chunkRow.time] ?? 0;
    for (const end = run + 2 * (chunks[row + chunkRow.runs] ?? 0); run < end; run += 2) {
      for (let left = times[run] ?? 0; left > 0 && sample < sizes.length; left--) {
        const size = sizes[sample++] ?? 0;
        yield { start, size, time };
        start += size;
        time += times[run + 1] ?? 0;
      }
    }
  }
}

/** A sample of text: its length in bytes, then UTF-8, or UTF-16 with a byte order mark. */
function titleIn(bytes: Uint8Array): string {
  const length = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  const text = bytes.subarray(2, 2 + length);
  const isBig = text[0] === 0xfe && text[1] === 0xff;
  const isLittle = text[0] === 0xff && text[1] === 0xfe;
  return new TextDecoder(isBig ? 'utf-16be' : isLittle ? 'utf-16le' : 'utf-8').decode(text);
}

/** Times in units of 100 ns, and titles of up to 255 bytes. */
function chaptersInList(moov: Box): Chapter[] {
  const chpl = boxIn(moov, 'udta', 'chpl');
  if (chpl === undefined) return [];
  const { contents } = chpl;
  const reader = new BoxReader(chpl);
  if (reader.full().version > 0) reader.skip(4);
  const text = new TextDecoder();
  const byte = () => {
    reader.skip(1);
    return contents[reader.at - 1] ?? 0;
  };
  return Array.from({ length: byte() }, () => {
    const atMs = reader.u64() / 10_000;
    const length = byte();
    reader.skip(length);
    return { atMs, title: text.decode(contents.subarray(reader.at - length, reader.at)) };
  });
}
