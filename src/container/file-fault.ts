/**
 * What is wrong with a media file.
 *
 * - `no-duration`: it states none
 * - `wrong-duration`: it states another one, in ms, than it has
 * - `no-index`: nothing says where to seek to
 * - `fragmented`: its index is scattered over the file
 * - `cut-off`: it ends in the middle of a frame, or before the end that it states
 * - `damaged`: its last bytes contradict the format, and are lost
 */
export type FileFault =
  | { readonly what: 'no-duration' | 'no-index' | 'fragmented' | 'cut-off' }
  | { readonly what: 'wrong-duration'; readonly statedMs: number }
  | { readonly what: 'damaged'; readonly lostBytes: number };

/** How far a stated duration may be from the measured one, both in ms: programs count the last frame in different ways. */
export function durationTolerance(measuredMs: number): number {
  return Math.max(500, measuredMs / 100);
}
