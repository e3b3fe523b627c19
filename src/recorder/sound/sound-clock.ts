/** Turns the arrival times of late audio blocks into the times at which they were heard. */
export interface SoundClock {
  /** When the next block was heard, in µs, given when it arrived. */
  at(timestamp: number): number;
  setLateness(lateMs: number): void;
}

/**
 * How much the lateness may change from one block to the next, in µs: with blocks of 10 ms, 1 ms in a tenth of a
 * second. A sudden change would be audible.
 */
const stepUs = 100;

/** @param lateMs how late the audio is at first, in ms */
export function createSoundClock(lateMs: number): SoundClock {
  let target = lateMs * 1000;
  let late = target;
  return {
    at(timestamp) {
      late += Math.max(-stepUs, Math.min(stepUs, target - late));
      return Math.round(timestamp - late);
    },
    setLateness(next) {
      target = next * 1000;
    },
  };
}
