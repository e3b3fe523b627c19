/** Lets every frame pass, or one in several. */
export interface FrameDropper {
  /** Whether the next frame passes; to be called once for each. */
  passes(): boolean;
  /** Drops more frames the further the encoder is behind, in ms. */
  ease(behindMs: number): void;
}

/** How far behind the encoder may be before a frame is dropped, in ms; each more of it drops one more between two. */
const stepMs = 1000;

/** At least one frame in so many passes. */
const largestInterval = 10;

/** Drops nothing yet. */
export function createFrameDropper(): FrameDropper {
  let interval = 1;
  let count = 0;
  return {
    passes() {
      count = (count + 1) % interval;
      return count === 0;
    },
    ease(behindMs) {
      interval = Math.min(largestInterval, 1 + Math.max(0, Math.floor(behindMs / stepMs)));
    },
  };
}
