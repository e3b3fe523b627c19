import { joinParts } from '../../../src/container/media-index';
import { makeMp4Header } from '../../../src/container/mp4/mp4-header';
import { makeWebmHeader } from '../../../src/container/webm/webm-header';
import type { RecordingId } from '../../../src/domain/recording';
import { intactSlices } from '../../../src/storage/intact-slices';
import { openMedia, piecesOf } from '../../../src/storage/media';
import { findRecording } from '../../../src/storage/recordings';
import { readMedia } from '../../../src/storage/slices';

/** How long each step of opening a recording takes, in ms. */
export interface OpeningSteps {
  /** The rows are read from the database. */
  readonly read: number;
  /** Their tables are joined. */
  readonly join: number;
  /** The new header is made from them. */
  readonly make: number;
  /** The file is composed from Blobs. */
  readonly compose: number;
  /** The browser's player reads the header and knows the duration. */
  readonly load: number;
  readonly rows: number;
  /** The size of the new header, in bytes. */
  readonly beginning: number;
}

/** Takes the steps of opening a recording one by one, in the page. */
export async function splitOpening(id: RecordingId): Promise<OpeningSteps> {
  const recording = await findRecording(id);
  if (recording === undefined) throw new RangeError('There is no such recording');
  const moments = [performance.now()];
  const mark = () => moments.push(performance.now());
  const pieces = await piecesOf(intactSlices(await readMedia(id)).slices);
  mark();
  const part = joinParts(pieces.map((piece) => piece.part));
  mark();
  const beginning = part.container === 'webm' ? makeWebmHeader(part) : makeMp4Header(part);
  mark();
  const head = beginning.pieces as Uint8Array<ArrayBuffer>[];
  const file = new Blob([...head, ...pieces.map(({ blob }) => blob)], { type: recording.mimeType });
  const url = URL.createObjectURL(file);
  mark();
  const { file: media } = await openMedia(recording);
  const video = document.createElement('video');
  const began = performance.now();
  await new Promise((resolve, reject) => {
    video.onloadedmetadata = resolve;
    video.onerror = () => reject(new Error(video.error?.message));
    video.src = URL.createObjectURL(media);
  });
  const load = performance.now() - began;
  video.removeAttribute('src');
  video.load();
  URL.revokeObjectURL(url);
  const [read = 0, join = 0, make = 0, compose = 0] = moments
    .slice(1)
    .map((at, step) => at - (moments[step] ?? 0));
  const bytes = head.reduce((sum, piece) => sum + piece.length, 0);
  return { read, join, make, compose, load, rows: pieces.length, beginning: bytes };
}
