/**
 * Damage to the media of a recording. The first `safeMs`, in ms, can be saved as a file; the `restBytes` after them only
 * as raw data.
 *
 * - `no-media`: all of its slices are missing
 * - `gap`: a slice is missing
 * - `cut-off`: the last slice is truncated; its complete part can be saved
 * - `unreadable`: the bytes after `safeMs` contradict the format
 * - `not-media`: all of its bytes do
 */
export type Damage =
  | { readonly what: 'no-media' | 'not-media' }
  | {
      readonly what: 'gap' | 'cut-off' | 'unreadable';
      readonly safeMs: number;
      readonly restBytes: number;
    };
