import { open } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { type Exported, finishExport, openExport, showInPlayer } from './export';
import { type Firefox, playsIn } from './firefox';
import { type Judged, judgeMovingPage } from './judge';
import { articles } from './library';
import { complaintsOfMkvtoolnix, tracksIn } from './matroska';
import { colorLabel, type Media, probeMedia } from './media-file';
import { readPackets } from './packets';
import { type Frame, readFrames } from './picture';
import { judgePlayedToEnd, playToEnd } from './play-to-end';
import { type Look, playAt } from './player';
import { judgePlayed, placesIn } from './seeking';
import { readBeepTimes } from './sound';
import { movedMs, readBeeps } from './sync';

/** Exports the only recording. @param edit changes it in the dialog */
export async function exportAs(
  library: Page,
  format: string,
  edit: (dialog: Locator) => Promise<void> = async () => undefined,
): Promise<Exported> {
  const dialog = await openExport(library, articles(library), format);
  await dialog.getByText('Crop, rotate, volume').click();
  await edit(dialog);
  const exported = await finishExport(library, dialog);
  // Neither mkvtoolnix nor mediabunny reads a GIF or pictures.
  if (!/\.(?:gif|zip)$/.test(exported.file)) await judgeTracks(exported.file);
  return exported;
}

/** mkvtoolnix and mediabunny find in a file what ffprobe finds. */
export async function judgeTracks(file: string): Promise<void> {
  expect(await complaintsOfMkvtoolnix(file)).toEqual([]);
  const { video, audio } = await probeMedia(file);
  const found = [video && 'video', audio && 'audio'].filter((type) => type !== undefined);
  expect((await tracksIn(file)).map(([type]) => type).sort(), 'mkvtoolnix').toEqual(found.sort());
  const packets = await readPackets(file);
  expect([packets.video.length > 1, packets.audio.length > 1], 'mediabunny').toEqual([
    video !== undefined,
    audio !== undefined,
  ]);
}

/** How a picture was changed, and the filter of ffmpeg that undoes it. */
interface Change extends Omit<Look, 'places'> {
  readonly upright: string;
}

/** Both players show each place of a file, and play it to the end. @returns the frames that ffmpeg finds in it */
export async function judgeInPlayers(
  library: Page,
  firefox: Promise<Firefox>,
  exported: Exported,
  type: string,
  { upright, ...change }: Change = { upright: 'null' },
): Promise<readonly Frame[]> {
  const frames = await readFrames(exported.file, undefined, upright);
  const endsAt = (await probeMedia(exported.file)).duration ?? Number.NaN;
  const places = placesIn(frames);
  const look = { ...change, places: places.map(({ time }) => time) };
  await showInPlayer(library, exported);
  judgePlayed(await library.evaluate(playAt, look), places, frames, endsAt);
  judgePlayedToEnd(await library.evaluate(playToEnd));
  if (await playsIn(await firefox, type)) {
    judgePlayed(await (await firefox).play(exported.file, look), places, frames, endsAt);
    judgePlayedToEnd(await (await firefox).playToEnd(exported.file));
  }
  return frames;
}

/** A player of each browser that supports the type seeks in the audio, and plays it to the end. @param lengths what it may last, in s */
export async function judgeHeard(
  library: Page,
  firefox: Promise<Firefox>,
  exported: Exported,
  type: string,
  lengths: readonly number[],
): Promise<void> {
  const middle = Math.min(...lengths) / 2;
  await showInPlayer(library, exported);
  const players = [await library.evaluate(seekAudio, middle)];
  judgePlayedToEnd(await library.evaluate(playToEnd));
  if (await playsIn(await firefox, type)) {
    players.push(await (await firefox).show(exported.file, seekAudio, middle));
    judgePlayedToEnd(await (await firefox).playToEnd(exported.file));
  }
  for (const sought of players) expectSought(sought, middle, lengths);
}

/** A player has arrived at a place, and knows the duration. @param lengths what it may be, in s */
export function expectSought(
  { error, lasts, at }: Awaited<ReturnType<typeof seekAudio>>,
  place: number,
  lengths: readonly number[],
): void {
  expect(error).toBeUndefined();
  expect(Math.min(...lengths.map((length) => Math.abs(lasts - length)))).toBeLessThan(0.3);
  expect(at).toBeCloseTo(place, 1);
}

/** What “Plays everywhere” makes of a picture with sound. */
export const h264 = 'video/mp4; codecs="avc1.64001f, mp4a.40.2"';

/** The painted counter of each frame. */
export const counters = ({ frames }: Pick<Judged, 'frames'>) => frames.map(({ counter }) => counter);

/** Audio is as far from the video as in the recording; a packet of AAC lasts 21 ms, and its delay is as long. */
export async function expectInStep(file: string, original: string): Promise<void> {
  // The container rounds it by up to 10 ms, and a beep is found to within 5.
  expect(Math.abs(movedMs(await readBeeps(file), await readBeeps(original))), 'ms apart').toBeLessThan(16);
}

/**
 * How far a beep may be from its time in the recording, in s: there, packets have the time of mixing, which a busy machine
 * makes uneven; what was decoded counts samples.
 */
const beepTolerance = 0.06;

/** A file states the matrix and the range of the recording: its samples were copied, or encoded without converting them. */
export function expectColorLabel({ video }: Media, { video: original }: Media): void {
  if (video === undefined || original === undefined) throw new Error('There is no picture');
  const wanted = colorLabel(original);
  expect(['smpte170m', 'bt709']).toContain(wanted.matrix);
  expect(colorLabel(video), 'how its colors are read').toEqual(wanted);
}

/** Each beep is where it is in the recording. One that the beginning or the end cuts off may be found in only one of them. */
export async function expectBeeps(file: string, original: string): Promise<void> {
  const wanted = await readBeepTimes(original);
  const found = await readBeepTimes(file);
  const endsAt = (await readPackets(original)).audio.at(-1)?.time ?? Number.NaN;
  const isWhole = (time: number) => time > 0.3 && time < endsAt - 0.3;
  const without = (times: readonly number[], others: readonly number[]) =>
    times.filter((time) => !others.some((other) => Math.abs(time - other) < beepTolerance));
  expect(wanted.filter(isWhole).length, 'beeps').toBeGreaterThan(1);
  expect(without(wanted, found).filter(isWhole), 'beeps of the recording alone').toEqual([]);
  expect(without(found, wanted).filter(isWhole), 'beeps of the export alone').toEqual([]);
}

/** Seeks what the first player of a document plays. Runs in the page of any browser. */
export async function seekAudio(
  to: number,
): Promise<{ error: string | undefined; lasts: number; at: number }> {
  const media = document.querySelector<HTMLMediaElement>('video, audio');
  if (media === null) throw new Error('There is no player');
  const happened = (event: string) =>
    new Promise<void>((resolve) => {
      for (const name of [event, 'error']) media.addEventListener(name, () => resolve(), { once: true });
    });
  if (media.readyState < HTMLMediaElement.HAVE_CURRENT_DATA && media.error === null) {
    await happened('loadeddata');
  }
  media.pause();
  if (media.error === null) {
    const sought = happened('seeked');
    media.currentTime = to;
    await sought;
  }
  return { error: media.error?.message, lasts: media.duration, at: media.currentTime };
}

/** The boxes at the top of an MP4, in order. */
export async function boxesOf(file: string): Promise<string[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const boxes: string[] = [];
    for (let at = 0; at < size; ) {
      const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, at);
      boxes.push(buffer.toString('latin1', 4, 8));
      const length = buffer.readUInt32BE(0);
      at += length === 1 ? Number(buffer.readBigUInt64BE(8)) : length;
    }
    return boxes;
  } finally {
    await handle.close();
  }
}

/** It plays everywhere, has every frame, states the colors, and is in step with the recording. */
export async function judgeEverywhere(exported: Exported, original: Judged, originalFile: string) {
  const judged = await judgeMovingPage(exported.file);
  expect(judged.media).toMatchObject({ video: { codec_name: 'h264' }, audio: { codec_name: 'aac' } });
  expect(await boxesOf(exported.file)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
  expect(counters(judged)).toEqual(counters(original));
  expectColorLabel(judged.media, original.media);
  // A WebM states no duration of its last frame: in the export, it lasts as long as the one before.
  const [before = Number.NaN, last = Number.NaN] = original.frames.slice(-2).map(({ time }) => time);
  const ends = [original.endsAt, Math.max(original.endsAt, 2 * last - before)];
  expect(Math.min(...ends.map((end) => Math.abs(judged.endsAt - end)))).toBeLessThan(0.15);
  await expectInStep(exported.file, originalFile);
  return judged;
}
