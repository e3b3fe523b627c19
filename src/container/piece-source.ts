/** A codec that a piece of a recording can be encoded with. */
export type PieceCodec = 'vp8' | 'vp9' | 'av1' | 'h264';

/** A frame, or a packet of another track, in a recording. */
export interface Packet {
  readonly track: number;
  /** Its bytes, from the start of the recording. */
  readonly start: number;
  readonly end: number;
  /** When it is shown or heard, in ms of the finished file. */
  readonly timeMs: number;
  readonly isKey: boolean;
}

/** An encoded frame. */
export interface PieceFrame {
  readonly data: Uint8Array;
  /** When it is shown, in ms of the finished file of the recording. */
  readonly timeMs: number;
  readonly isKey: boolean;
}

/**
 * A piece of a recording that begins between two key frames: its video has to be encoded again, and everything else is
 * copied. Times are in ms of the finished file of the recording.
 */
export interface PieceSource {
  /** `undefined` if there is nothing to encode. */
  readonly codec: PieceCodec | undefined;
  /** H.264: how many bytes state the length of a NAL unit; else 0. */
  readonly nalLength: number;
  /** The video from the key frame before the piece on. */
  readonly frames: readonly Packet[];
  /** Everything else in the piece. */
  readonly others: readonly Packet[];
  readonly startMs: number;
  readonly endMs: number;
  /** Whether the recording goes on at `endMs`, with a key frame. */
  readonly goesOn: boolean;
  /**
   * Makes media of the piece: with the header of the recording, so that both can be joined, and exactly as long as the
   * piece.
   *
   * @param frames of the piece, encoded again; the first one at its start
   * @param others the bytes of {@link others}
   */
  make(frames: readonly PieceFrame[], others: readonly Uint8Array[]): Uint8Array<ArrayBuffer>;
}

/** The beginning and the end of a piece, and of the range that it is in, in ms of the finished file. */
export interface PieceBounds {
  readonly startMs: number;
  /** Absent: at the end of the recording. */
  readonly endMs?: number;
}
