/** Gives the blocks of a sound that comes late the times at which they were heard. */
export interface SoundClock {
  /** When the next block was heard, in µs, where it came at that time. */
  at(timestamp: number): number;
  setLateness(lateMs: number): void;
}

/**
 * By how much the lateness may change from one block to the next, in µs: with 10 ms a block, 1 ms in a tenth of a
 * second. A leap would be heard as one.
 */
const stepUs = 100;

/** @param lateMs how late the sound is at first, in ms */
export function createSoundClock(lateMs: number): SoundClock {
  let wanted = lateMs * 1000;
  let late = wanted;
  return {
    at(timestamp) {
      late += Math.max(-stepUs, Math.min(stepUs, wanted - late));
      return Math.round(timestamp - late);
    },
    setLateness(next) {
      wanted = next * 1000;
    },
  };
}
