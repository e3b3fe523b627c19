import { type ExactPiece, type PieceVideo, readExactPiece } from '../container/exact-piece';
import type { PieceFrame } from '../container/piece-source';
import { type Media, marksBetween } from '../domain/media';
import { eventsBetween, runningChapter, withEnd } from '../domain/media-event';
import type { NewMedia } from './create-clips';
import { openDatabase } from './database';
import type { ReadRange } from './media';
import { readMediaRow } from './media-row';

/** Encodes a piece of video again; see `codecs/reencode`. */
export type Reencode = (video: PieceVideo) => Promise<readonly PieceFrame[]>;

/** A range that begins exactly where it should. */
export interface ExactRanges {
  /** The new media, if some was necessary, and what follows it in the recording. */
  readonly ranges: readonly ReadRange[];
  readonly made: readonly NewMedia[];
}

/**
 * Makes new media of the piece between the start of a range and the next key frame; nothing is written yet.
 *
 * @throws ContainerError `unsupported` if the format has no place for such a piece
 * @throws DOMException if the media can't be read
 * @throws FailureError what the encoder failed with
 */
export async function makeExact(range: ReadRange, reencode: Reencode): Promise<ExactRanges> {
  const { startMs, endMs, pieces, matrix, mediaId } = range;
  const asItIs = { ranges: [range], made: [] };
  if (startMs === undefined) return asItIs;
  const bounds = { startMs, ...(endMs === undefined ? {} : { endMs }) };
  const piece = await readExactPiece(pieces, bounds, matrix);
  if (piece === undefined) return asItIs;
  const { bytes, part } = piece.make(piece.video === undefined ? [] : await reencode(piece.video));
  const original = readMediaRow(mediaId, await (await openDatabase()).get('media', mediaId));
  const isLast = !piece.goesOn && endMs === undefined;
  const media = describe(original, piece, isLast, bytes.length);
  const blob = new Blob([bytes], { type: media.mimeType });
  const { id, durationMs } = media;
  const slice = {
    recordingId: id,
    sequence: 0,
    blob,
    part,
    totalBytes: bytes.length,
    coversMs: durationMs,
  };
  const colors = matrix === undefined ? {} : { matrix };
  const made: ReadRange = { mediaId: id, pieces: [{ blob, part }], ...colors };
  const rest: ReadRange = { ...range, startMs: piece.endMs, continues: true };
  return { ranges: piece.goesOn ? [made, rest] : [made], made: [{ media, slice }] };
}

/** It is like its original, and whole. @param isLast whether the recording ends with it, perhaps in a pause */
function describe(original: Media, { startMs, endMs }: ExactPiece, isLast: boolean, bytes: number): Media {
  const { failure: _failure, marks = [], events = [], lastCommitMs: _lastCommitMs, ...facts } = original;
  const kept = marksBetween(marks, startMs, endMs).map((mark) => ({ ...mark, atMs: mark.atMs - startMs }));
  const ended = events.map((event) => withEnd(event, original.durationMs));
  const running = runningChapter(ended, startMs);
  const happened = [
    ...(running === undefined ? [] : [{ ...running, atMs: 0, continued: true as const }]),
    ...eventsBetween(ended, startMs, isLast ? undefined : endMs),
  ];
  return {
    ...facts,
    ...(kept.length === 0 ? {} : { marks: kept }),
    ...(happened.length === 0 ? {} : { events: happened }),
    id: crypto.randomUUID(),
    createdAt: Date.now(),
    state: 'complete',
    durationMs: endMs - startMs,
    bytes,
    sliceCount: 1,
    isIntact: true,
  };
}
