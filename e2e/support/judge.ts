import { expect, type Page } from '@playwright/test';
import { decodeMedia, type Media, probeMedia } from './media-file';
import { type Frame, longestGap, readFrames } from './picture';

/** What a good recording of `site/moving.html` contains. */
export interface Judged {
  readonly media: Media;
  readonly frames: readonly Frame[];
  /** Of each decoded frame, track by track. */
  readonly checksums: readonly (readonly string[])[];
  /** In seconds. */
  readonly endsAt: number;
}

/**
 * Judges a file from a recording of `site/moving.html`: it decodes to its last frame without a warning
 * from ffmpeg, has video and audio, and its frames are the page's own, in order, without black bars.
 */
export async function judgeMovingPage(file: string): Promise<Judged> {
  const [media, decoding, frames] = await Promise.all([
    probeMedia(file),
    decodeMedia(file),
    readFrames(file),
  ]);
  expect(decoding.complaints).toEqual([]);
  // The encoder guesses the length of the last frame: at most that of any other, if the page is not still.
  expect(Math.abs((media.duration ?? 0) - decoding.endsAt), 'the header knows the duration').toBeLessThan(
    Math.max(0.25, longestGap(frames) + 0.1),
  );
  expect(media.video, 'there is a picture').toBeDefined();
  expect(media.audio, 'there is sound').toBeDefined();
  expect(decoding.audioFrames).toBeGreaterThan(0);

  expect(frames).toHaveLength(decoding.videoFrames);
  // With a GPU, the browser may show the page in its old size in a corner of the first frame of another one.
  const whole = frames.filter(
    ({ counter, size }, index) => counter !== undefined || size === (frames[index - 1]?.size ?? size),
  );
  const counters = whole.map((frame) => frame.counter);
  expect(counters, 'every painted counter can be read').not.toContain(undefined);
  // A busy browser may deliver the frame before the newest once more: docs/decisions.md, "Frames that come again".
  // A composite shows a frame of the page several times in a row: that is one.
  const shown = counters.filter((counter, index) => counter !== counters[index - 1]);
  const newest = shown.map((_, index) => Math.max(...shown.slice(0, index + 1).map(Number)));
  const isRepeat = (index: number) => [2, 3].some((back) => shown[index - back] === shown[index]);
  const late = shown.filter((counter, index) => Number(counter) < (newest[index] ?? 0) && !isRepeat(index));
  expect(late, 'frames come in the order of their painting').toEqual([]);
  // `npm run bench:quality` measures how many of them differ.
  expect(new Set(counters).size, 'frames differ').toBeGreaterThan(frames.length / 10);
  expect(Math.min(...whole.map((frame) => frame.darkestEdge)), 'no black bars').toBeGreaterThan(90);
  return { media, frames, checksums: decoding.checksums, endsAt: decoding.endsAt };
}

/** The tab's size in physical pixels, rounded to even numbers for the encoders. */
export async function physicalSize(tab: Page): Promise<{ width: number; height: number }> {
  return tab.evaluate(() => {
    const even = (length: number) => 2 * Math.floor((length * devicePixelRatio) / 2);
    return { width: even(innerWidth), height: even(innerHeight) };
  });
}
