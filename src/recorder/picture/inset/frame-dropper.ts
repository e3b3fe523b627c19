/** Lets all frames pass, or only one of several. */
export interface Sieve {
  /** Asked for each frame. */
  passes(): boolean;
  /** Lets the fewer pass, the further the encoder is behind, in ms. */
  ease(behindMs: number): void;
}

/** How far behind is nothing to mind, in ms; with each more of it, one frame more is left out behind each that passes. */
const stepMs = 1000;

/** So many frames at most for one that passes. */
const most = 10;

/** Lets all pass. */
export function createSieve(): Sieve {
  let everyNth = 1;
  let waiting = 0;
  return {
    passes() {
      waiting = (waiting + 1) % everyNth;
      return waiting === 0;
    },
    ease(behindMs) {
      everyNth = Math.min(most, 1 + Math.max(0, Math.floor(behindMs / stepMs)));
    },
  };
}
