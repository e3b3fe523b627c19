import { expect } from '@playwright/test';
import type { Packet } from './packets';
import { type Frame, readFrames } from './picture';
import type { Played } from './player';

const placeCount = 10;
/** A file's ticks are a millisecond at most. */
const tick = 0.0011;

/** A place to seek to, between two frames, so that rounding doesn't decide which one is shown. */
export interface Place {
  /** In seconds. */
  readonly time: number;
  readonly before: Frame;
  readonly after: Frame;
}

/** Ten places, spread over the whole file, each in the middle between two frames. */
export function placesIn(frames: readonly Frame[]): Place[] {
  return Array.from({ length: placeCount }, (_, place) => {
    const index = Math.floor(((frames.length - 1) * (place + 0.5)) / placeCount);
    const [before, after] = [frames[index], frames[index + 1]];
    if (before === undefined || after === undefined) throw new RangeError('Too few frames to seek in');
    return { time: (before.time + after.time) / 2, before, after };
  });
}

/**
 * Makes ffmpeg seek to each place: an accurate seek arrives at exactly the next frame; a fast one, at a key frame at
 * most one key-frame interval before it.
 */
export async function judgeSeeks(
  file: string,
  places: readonly Place[],
  frames: readonly Frame[],
  packets: readonly Packet[],
): Promise<void> {
  const keys = packets.filter(({ isKey }) => isKey).map(({ time }) => time - (packets[0]?.time ?? 0));
  const first = frames[0]?.time ?? 0;
  const isKey = (at: number) => keys.some((key) => Math.abs(key + first - at) < tick);
  for (const { time, after } of places) {
    const [[accurate], [fast]] = await Promise.all([
      readFrames(file, { from: time }),
      readFrames(file, { from: time, accurately: false }),
    ]);
    expect(accurate?.counter, `the frame after ${time} s`).toBe(after.counter);
    // If the page is late, two frames have the same counter.
    const shown = frames.filter(({ counter }) => counter === fast?.counter).map((frame) => frame.time);
    const landed = shown.find(isKey) ?? shown[0] ?? Number.NaN;
    expect(landed, `a fast seek to ${time} s`).toBeLessThanOrEqual(time);
    const between = keys.filter((key) => key + first > landed + tick && key + first <= time);
    expect(between.length, `key frames between ${landed} s and ${time} s`).toBeLessThanOrEqual(1);
    expect(isKey(landed), `a fast seek to ${time} s lands on a key frame`).toBe(true);
  }
}

/** How far from a place a player may be, in seconds and in frames: what it draws after a seek can be a frame or two old. */
const playerTolerance = { seconds: 0.1, frames: 2 };

/** Expects that a player knows the duration, can seek in the whole file, and shows each place. */
export function judgePlayed(
  { browser, duration, seekable, error, counters }: Played,
  places: readonly Place[],
  frames: readonly Frame[],
  endsAt: number,
): void {
  expect(error).toBeUndefined();
  expect(Number.isFinite(duration)).toBe(true);
  expect(Math.abs(duration - endsAt), 'seconds by which the player is wrong').toBeLessThan(0.25);
  expect(seekable, 'it can seek from the beginning to the end').toEqual([[0, duration]]);
  expect(counters).toHaveLength(places.length);
  // Chromium shows the first frame that could last until there if each lasted as long as frames do on average
  // (docs/decisions.md, "A step shows each frame"). Its average is of the frames just decoded: half as much again is allowed.
  const average = ((frames.at(-1)?.time ?? 0) - (frames[0]?.time ?? 0)) / Math.max(1, frames.length - 1);
  const kept = browser === 'chromium' ? 1.5 * average : 0;
  const seconds = Math.max(playerTolerance.seconds, kept);
  for (const [index, { time, before }] of places.entries()) {
    const next = frames.indexOf(before) + 1;
    const near = frames.filter(
      (frame, at) =>
        (frame.time > time - seconds && frame.time < time + playerTolerance.seconds) ||
        (at >= next - 1 - playerTolerance.frames && at <= next + playerTolerance.frames),
    );
    const right = near.map(({ counter }) => counter);
    expect(right, `the player at ${time} s`).toContain(counters[index]);
  }
}
