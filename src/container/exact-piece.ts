import type { ColorMatrix } from '../domain/color';
import { isLabelled } from './color-label';
import { MediaBytes, type MediaPiece } from './media-bytes';
import { createMediaIndex, finishPack, type MediaPart } from './media-index';
import { mp4TakesPieces, readMp4Piece } from './mp4/mp4-piece';
import { toAnnexB, toLengths } from './mp4/nal-units';
import type { Packet, PieceBounds, PieceCodec, PieceFrame } from './piece-source';
import { readWebmPiece, webmTakesPieces } from './webm/webm-piece';

/** The video of a piece, to be decoded and encoded again. H.264 has start codes (ITU-T H.264, annex B). */
export interface PieceVideo {
  readonly codec: PieceCodec;
  /** From the key frame before the piece on; the last one up to `startMs` is visible when the piece begins. */
  readonly frames: readonly PieceFrame[];
  readonly startMs: number;
  readonly endMs: number;
}

/** A piece of a recording that begins between two key frames; times are in ms of the recording's finished file. */
export interface ExactPiece {
  readonly startMs: number;
  readonly endMs: number;
  /** Whether the recording goes on at `endMs`, by reference. */
  readonly goesOn: boolean;
  /** Absent if nothing has to be encoded. */
  readonly video?: PieceVideo;
  /**
   * Makes media of the piece, to be joined with the recording.
   *
   * @param frames the video, encoded again: it begins at `startMs` with a key frame
   */
  make(frames: readonly PieceFrame[]): { readonly bytes: Uint8Array<ArrayBuffer>; readonly part: MediaPart };
}

/** Whether video that was encoded again can be joined with that of a recording. @param parts all of the recording */
export function takesPieces(parts: readonly MediaPart[]): boolean {
  return parts.every(({ container, header }) => {
    if (header === undefined) return true;
    return container === 'webm' ? webmTakesPieces(header) : mp4TakesPieces(header);
  });
}

/**
 * Reads the piece of a recording from a moment to the next key frame, or to the end of the range. Its other tracks are
 * copied.
 *
 * @param pieces all of the recording, in order and without a gap
 * @returns `undefined` if the recording can be cut there without encoding anything
 * @throws ContainerError `unsupported` if it can't be encoded again
 * @throws DOMException if bytes can't be read
 */
export async function readExactPiece(
  pieces: readonly MediaPiece[],
  bounds: PieceBounds,
  matrix?: ColorMatrix,
): Promise<ExactPiece | undefined> {
  const media = new MediaBytes(pieces, matrix);
  const { part } = media;
  const source =
    part.container === 'webm'
      ? await readWebmPiece(part, bounds, (places) => media.read(places))
      : readMp4Piece(part, bounds);
  if (source === undefined) return undefined;
  const read = (packets: readonly Packet[]) => media.read(packets.map(({ start, end }) => [start, end]));
  const { codec, nalLength, frames, startMs, endMs, goesOn } = source;
  const others = await read(source.others);
  const common = {
    startMs,
    endMs,
    goesOn,
    make(encoded: readonly PieceFrame[]) {
      const framed = encoded.map((frame) => ({ ...frame, data: framedAs(codec, frame.data, nalLength) }));
      return labelledLike(part, source.make(framed, others));
    },
  };
  if (codec === undefined) return common;
  const bytes = await read(frames);
  const encoded = frames.map(({ timeMs, isKey }, index): PieceFrame => {
    const data = bytes[index] ?? new Uint8Array();
    return { data: codec === 'h264' ? toAnnexB(data, nalLength) : data, timeMs, isKey };
  });
  return { ...common, video: { codec, frames: encoded, startMs, endMs } };
}

function framedAs(codec: PieceCodec | undefined, data: Uint8Array, nalLength: number): Uint8Array {
  if (codec === 'h264') return toLengths(data, nalLength);
  return codec === 'av1' ? withoutDelimiter(data) : data;
}

/** Neither container has temporal delimiters (AV1 Codec ISO Media File Format Binding, section 2.4). */
function withoutDelimiter(data: Uint8Array): Uint8Array {
  return data[0] === 0x12 && data[1] === 0 ? data.subarray(2) : data;
}

/** Indexes media of a piece. What its key frames state of the colors is what those of the recording state. */
function labelledLike({ container, labels }: MediaPart, bytes: Uint8Array<ArrayBuffer>) {
  const part = createMediaIndex(container).push(bytes);
  const stated = labels && (['bt709', 'bt601'] as const).find((each) => isLabelled(labels, each));
  return { bytes, part: finishPack(bytes, part, undefined, stated) };
}
