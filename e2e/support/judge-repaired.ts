import { stat } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { type Firefox, playsIn } from './firefox';
import { expectSought, seekAudio } from './judge-export';
import { longestFrame } from './judge-finished';
import { complaintsOfMkvtoolnix } from './matroska';
import { countVideoFrames, decodeMedia, probeMedia } from './media-file';
import { checksumsOf, readPackets } from './packets';
import { readFrames } from './picture';
import { judgePlayedToEnd, playToEnd } from './play-to-end';
import { playAt } from './player';
import { run } from './run';
import { judgePlayed, placesIn } from './seeking';

/** At which byte of a file each packet ends, by track, from the beginning of the file on. */
async function packetEnds(file: string) {
  // ffprobe finds a packet of WebM at the track, the time and the flags of its block.
  const head = file.endsWith('.webm') ? 4 : 0;
  const args = ['-v', 'error', '-show_entries', 'packet=codec_type,pos,size', '-of', 'csv=p=0', file];
  const packets = String((await run('ffprobe', args)).stdout)
    .trim()
    .split('\n')
    .map((line) => {
      const [type, size, at] = line.split(',');
      return { type, end: Number(at) + head + Number(size) };
    });
  const endsOf = (wanted: string) => packets.filter(({ type }) => type === wanted).map(({ end }) => end);
  return { video: endsOf('video'), audio: endsOf('audio') };
}

/** How many packets of each track a file has before a byte, whole. */
async function wholePackets(file: string, length: number) {
  const { video, audio } = await packetEnds(file);
  const count = (ends: readonly number[]) => ends.filter((end) => end <= length).length;
  return { video: count(video), audio: count(audio) };
}

/**
 * A random length of a file, in bytes, at which it has at least the first half of its frames, or of its packets if it is audio
 * alone.
 */
export async function cutLength(file: string): Promise<number> {
  const { video, audio } = await packetEnds(file);
  const ends = video.length > 0 ? video : audio;
  expect(ends.length, 'packets: with fewer, the machine was too busy to record').toBeGreaterThan(10);
  const { size } = await stat(file);
  const least = ends[Math.ceil(ends.length / 2) - 1] ?? size;
  return least + Math.floor((size - least) * Math.random());
}

/**
 * A file that was made of the beginning of another one has each of its packets that was whole, at the same time after the
 * first one, bit by bit; all frames can be decoded, and it states how long it is.
 *
 * @param length how much of the original there was, in bytes
 */
export async function expectWholePackets(
  repaired: string,
  original: string,
  length = Number.POSITIVE_INFINITY,
): Promise<void> {
  const whole = await wholePackets(original, length);
  const [found, wanted] = [await readPackets(repaired), await readPackets(original)];
  for (const track of ['video', 'audio'] as const) {
    const expected = wanted[track].slice(0, whole[track]);
    expect(checksumsOf(found[track]), `packets of the ${track}`).toEqual(checksumsOf(expected));
    const moves = found[track].map(({ time }, index) =>
      Math.abs(time - (expected[index]?.time ?? Number.NaN)),
    );
    expect(Math.max(0, ...moves), `s by which ${track} is moved`).toBeLessThan(0.0011);
  }
  expect(await countVideoFrames(repaired), 'frames by ffprobe').toBe(whole.video);
  const decoded = await decodeMedia(repaired);
  expect(decoded.complaints).toEqual([]);
  expect(decoded.videoFrames, 'frames that are decoded').toBe(whole.video);
  if (repaired.endsWith('.webm')) expect(await complaintsOfMkvtoolnix(repaired)).toEqual([]);
  const { duration = Number.NaN } = await probeMedia(repaired);
  const frame = Math.max(longestFrame(found.video), longestFrame(found.audio));
  expect(Math.abs(duration - found.endsAt), 's by which the duration is wrong').toBeLessThanOrEqual(
    frame + 0.001,
  );
}

/**
 * Both players seek in a repaired file of the moving page, and play it to the end.
 *
 * @param library shows nothing else
 */
export async function judgeRepairedInPlayers(
  library: Page,
  firefox: Firefox,
  repaired: string,
  type: string,
): Promise<void> {
  const isPlayed = await playsIn(firefox, type);
  const { video, duration = Number.NaN } = await probeMedia(repaired);
  if (video === undefined) {
    const middle = duration / 2;
    expectSought(await library.evaluate(seekAudio, middle), middle, [duration]);
    if (isPlayed) expectSought(await firefox.show(repaired, seekAudio, middle), middle, [duration]);
  } else {
    const frames = await readFrames(repaired);
    const places = placesIn(frames);
    const times = places.map(({ time }) => time);
    judgePlayed(await library.evaluate(playAt, times), places, frames, duration);
    if (isPlayed) judgePlayed(await firefox.play(repaired, times), places, frames, duration);
  }
  judgePlayedToEnd(await library.evaluate(playToEnd));
  if (isPlayed) judgePlayedToEnd(await firefox.playToEnd(repaired));
}
