import { expect, type Page } from '@playwright/test';
import type { Firefox } from './firefox';
import type { Judged } from './judge';
import { complaintsOfMkvtoolnix } from './matroska';
import { decodeMedia } from './media-file';
import { type Packet, readPackets } from './packets';
import { playAt } from './player';
import { judgePlayed, judgeSeeks, placesIn } from './seeking';

/** Two tracks have exactly the same packets at the same times: none lost, none duplicated. */
function expectSame(finished: readonly Packet[], recorded: readonly Packet[]): void {
  expect(finished.map(({ checksum, isKey }) => [checksum, isKey])).toEqual(
    recorded.map(({ checksum, isKey }) => [checksum, isKey]),
  );
  const shifts = finished.map(({ time }, index) => Math.abs(time - (recorded[index]?.time ?? 0)));
  expect(Math.max(0, ...shifts), 'seconds that a packet has moved').toBeLessThan(0.001);
}

/** The longest distance between two packets, in s. */
export function longestFrame(packets: readonly Packet[]): number {
  return Math.max(0, ...packets.slice(1).map(({ time }, index) => time - (packets[index]?.time ?? 0)));
}

/** Who judges a finished file. */
export interface FinishedJudges {
  /** A page of Chromium that shows the recording in a `video`. */
  readonly player: Page;
  readonly firefox: Firefox;
  /** The type of the file, for Firefox to say whether it knows it. */
  readonly mimeType: string;
}

/**
 * Compares a finished file with what was recorded: the same packets and decoded frames, a duration that is right
 * within one frame, ten places to which ffmpeg and the players of two browsers can seek, and no complaints from
 * mkvtoolnix.
 *
 * @param recorded the slices as they came, one after another
 */
export async function judgeFinished(
  file: string,
  recorded: string,
  { media, frames, checksums }: Judged,
  { player, firefox, mimeType }: FinishedJudges,
): Promise<void> {
  const isWebm = file.endsWith('.webm');
  const [packets, expected, original, complaints] = await Promise.all([
    readPackets(file),
    readPackets(recorded),
    decodeMedia(recorded),
    isWebm ? complaintsOfMkvtoolnix(file) : [],
  ]);
  expect(complaints).toEqual([]);
  expect(expected.video.length).toBeGreaterThan(20);
  expectSame(packets.video, expected.video);
  expectSame(packets.audio, expected.audio);

  const [video, audio = []] = checksums;
  const [originalVideo, originalAudio = []] = original.checksums;
  expect(video).toEqual(originalVideo);
  // ffmpeg leaves out the samples of the pre-skip that Chromium states in an MP4, and the finished file doesn't.
  const skipped = isWebm ? 0 : 2;
  expect(audio.length).toBeGreaterThanOrEqual(originalAudio.length);
  expect(audio.slice(-(originalAudio.length - skipped))).toEqual(originalAudio.slice(skipped));
  expect(original.videoFrames).toBe(packets.video.length);

  const off = Math.abs((media.duration ?? Number.NaN) - packets.endsAt);
  const frame = Math.max(longestFrame(packets.video), longestFrame(packets.audio));
  expect(off, 'seconds by which Duration is wrong').toBeLessThanOrEqual(frame + 0.001);

  const places = placesIn(frames);
  const times = places.map(({ time }) => time);
  const isKnown = await firefox.canPlay(mimeType);
  expect(isKnown || !isWebm, 'Firefox knows every WebM').toBe(true);
  const [inChromium, inFirefox] = await Promise.all([
    player.evaluate(playAt, times),
    isKnown ? firefox.play(file, times) : undefined,
    judgeSeeks(file, places, frames, packets.video),
  ]);
  // Whether it is right is judged above: the packets of a WebM don't say how long the last frame lasts.
  const stated = media.duration ?? Number.NaN;
  judgePlayed(inChromium, places, frames, stated);
  if (inFirefox !== undefined) judgePlayed(inFirefox, places, frames, stated);
}
