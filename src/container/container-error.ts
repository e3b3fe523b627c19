/**
 * Why bytes were refused. `malformed`: they contradict the format. `unsupported`: they may be right,
 * but no `MediaRecorder` writes them. `too-large`: they claim a size that no recording needs.
 * `no-media`: there is nothing to play in them.
 */
export type ContainerErrorReason = 'malformed' | 'unsupported' | 'too-large' | 'no-media';

/** Bytes that aren't what they claim to be: says where, and in which element or box. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError';
  readonly reason: ContainerErrorReason;
  /** Where the element or box begins, in bytes from the start of the recording. */
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
