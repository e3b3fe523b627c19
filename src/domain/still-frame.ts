/** Where a step goes. */
export type StepDirection = 'previous' | 'next';

/** A single frame of a video. */
export interface StillFrame {
  /** Its presentation time, in s. */
  readonly time: number;
  /** As it is displayed. */
  readonly picture: ImageBitmap;
}

/** Decodes single frames of a file. */
export interface FrameDecoder {
  /**
   * Decodes the frame before or after another one.
   *
   * @param time the presentation time of that one, in s
   * @returns `undefined` if it is the first, or the last
   * @throws FailureError if the file can't be decoded, or has no frame with that time
   * @throws DOMException if the decoder was ended, or failed otherwise
   */
  beside(time: number, direction: StepDirection): Promise<StillFrame | undefined>;
  /** Ends it. */
  end(): void;
}
