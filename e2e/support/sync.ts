import { clockDifferenceMs, flashTimes, readFrames } from './picture';
import { median, readBeepTimes } from './sound';

/** One beep of a recording of `site/moving.html`. */
export interface Beep {
  /** In seconds since the file's start. */
  readonly time: number;
  /**
   * How much earlier it is than its frame, in ms; negative if it is late. The page paints how much of its audio was
   * played, so each frame shows when the beep is due.
   */
  readonly earlyMs: number;
  /** How much earlier it is than the flash, which only the next frame shows; `undefined` without one. */
  readonly flashMs: number | undefined;
}

/**
 * By how much the beeps are earlier against their frames than the same beeps of another file, in ms, at the median. One
 * that is at the beginning or end of a file is not found there, so each is compared with itself.
 */
export function movedMs(beeps: readonly Beep[], originals: readonly Beep[]): number {
  const moved = beeps.flatMap(({ time, earlyMs }) => {
    const same = originals.find((beep) => Math.abs(beep.time - time) < 0.3);
    return same === undefined ? [] : [earlyMs - same.earlyMs];
  });
  return median(moved);
}

/** Every beep of a file. */
export async function readBeeps(file: string): Promise<Beep[]> {
  const frames = await readFrames(file);
  const flashes = flashTimes(frames);
  return (await readBeepTimes(file)).flatMap((time) => {
    const ahead = frames
      .filter((frame) => Math.abs(frame.time - time) < 0.4)
      .flatMap((frame) =>
        frame.heard === undefined ? [] : [clockDifferenceMs(frame.time * 1000, frame.heard)],
      );
    if (ahead.length < 3) return [];
    // A beep begins at each whole second of the audio.
    const early = (median(ahead) - time * 1000) / 1000;
    const flash = flashes.find((each) => Math.abs(each - time) < 0.3);
    return [
      {
        time,
        earlyMs: 1000 * (early - Math.round(early)),
        flashMs: flash === undefined ? undefined : (flash - time) * 1000,
      },
    ];
  });
}
