/**
 * Why bytes were refused. `malformed`: they contradict the format. `unsupported`: they may be valid, but no
 * `MediaRecorder` writes them. `too-large`: they state a size that no recording needs. `no-media`: they contain nothing to
 * play. `not-media`: they are neither WebM nor MP4. `no-header`: the part is missing that says where each frame is.
 */
export type ContainerErrorReason =
  | 'malformed'
  | 'unsupported'
  | 'too-large'
  | 'no-media'
  | 'not-media'
  | 'no-header';

/** Bytes that contradict their format, with the offset and the element or box. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError';
  readonly reason: ContainerErrorReason;
  /** The offset of the element or box, in bytes from the start of the recording. */
  readonly offset: number;
  /** The name of the element or box in its specification, such as `SimpleBlock` or `trun`. */
  readonly element: string;

  constructor(reason: ContainerErrorReason, offset: number, element: string, detail: string) {
    super(`${element} at byte ${offset}: ${detail}`);
    this.reason = reason;
    this.offset = offset;
    this.element = element;
  }
}
