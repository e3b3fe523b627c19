/**
 * What is wrong with the media of a recording. `safeMs` of it, in ms, can be saved as a file; `restBytes` behind that
 * can only be had as they are.
 *
 * - `no-media`: none of its slices is there
 * - `gap`: a slice is missing
 * - `cut-off`: the last slice is shorter than it was; what is complete in it can be saved
 * - `unreadable`: from there on the bytes aren't what the format says
 * - `not-media`: from the first byte on
 */
export type Damage =
  | { readonly what: 'no-media' | 'not-media' }
  | {
      readonly what: 'gap' | 'cut-off' | 'unreadable';
      readonly safeMs: number;
      readonly restBytes: number;
    };
