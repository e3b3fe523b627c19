import { open, readFile, writeFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { FormatId } from '../src/domain/format';
import type { TestBrowser } from './support/browser';
import { at, button, pause, playFilm, saveCut } from './support/cutting';
import {
  type Exported,
  finishExport,
  forgetExport,
  openExport,
  pickInOrigin,
  readOriginFiles,
  showInPlayer,
  stubSavePicker,
} from './support/export';
import { extensionUrl, pages } from './support/extension';
import { type Film, useFilm } from './support/films';
import { type Firefox, playsIn } from './support/firefox';
import { type SeenPicture, seeImage } from './support/image';
import { type Judged, judgeMovingPage } from './support/judge';
import { openLab } from './support/lab';
import { articles, download } from './support/library';
import { complaintsOfMkvtoolnix, tracksIn } from './support/matroska';
import { decodeMedia, probeMedia } from './support/media-file';
import { checksums, readPackets } from './support/packets';
import { type Frame, readFrames } from './support/picture';
import { type Look, playAt } from './support/player';
import { run } from './support/run';
import { judgePlayed, placesIn } from './support/seeking';
import { onlyRecording, startWith, stop, waitUntilSafe } from './support/session';
import { readBeepTimes, readSamples } from './support/sound';
import { movedMs, readBeeps } from './support/sync';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

interface Recorded extends Film {
  readonly library: Page;
}

/** How long {@link longRecording} is, in s: exporting its frames takes long enough to be interrupted. */
const longSeconds = 600;
const longRecording = (library: Page) => articles(library).filter({ hasText: 'Long' });
const recorded = (library: Page) => articles(library).filter({ hasNotText: 'Long' });

/** The library with one recording of a tab. @param withLong adds ten minutes of the same */
async function record(app: TestBrowser, tab: Page, format: FormatId, withLong = false): Promise<Recorded> {
  const film = await useFilm(app, tab, format, 3500);
  if (withLong) {
    const { id: template } = await onlyRecording(app);
    const lab = await openLab(app.probe);
    await lab.run('writeSynthetic', { id: 'long', name: 'Long', template, seconds: longSeconds });
  }
  const library = await app.context.newPage();
  await stubSavePicker(library);
  await library.goto(extensionUrl(pages.library));
  return { ...film, library };
}

/** Exports the only recording. @param edit changes it in the dialog */
async function exportAs(
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
async function judgeTracks(file: string): Promise<void> {
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

/** Both players show each place of a file. @returns the frames that ffmpeg finds in it */
async function judgeInPlayers(
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
  if (await playsIn(await firefox, type)) {
    judgePlayed(await (await firefox).play(exported.file, look), places, frames, endsAt);
  }
  return frames;
}

/** A player of each browser that supports the type seeks in the audio. @param lengths what it may last, in s */
async function judgeHeard(
  library: Page,
  firefox: Promise<Firefox>,
  exported: Exported,
  type: string,
  lengths: readonly number[],
): Promise<void> {
  const middle = Math.min(...lengths) / 2;
  await showInPlayer(library, exported);
  const players = [await library.evaluate(seekAudio, middle)];
  if (await playsIn(await firefox, type)) {
    players.push(await (await firefox).show(exported.file, seekAudio, middle));
  }
  for (const { error, lasts, at: reached } of players) {
    expect(error).toBeUndefined();
    expect(Math.min(...lengths.map((length) => Math.abs(lasts - length)))).toBeLessThan(0.3);
    expect(reached).toBeCloseTo(middle, 1);
  }
}

const h264 = 'video/mp4; codecs="avc1.64001f, mp4a.40.2"';

const counters = ({ frames }: Pick<Judged, 'frames'>) => frames.map(({ counter }) => counter);

/** Audio is as far from the video as in the recording; a packet of AAC lasts 21 ms, and its delay is as long. */
async function expectInStep(file: string, original: string): Promise<void> {
  // The container rounds it by up to 10 ms, and a beep is found to within 5.
  expect(Math.abs(movedMs(await readBeeps(file), await readBeeps(original))), 'ms apart').toBeLessThan(16);
}

/**
 * How far a beep may be from its time in the recording, in s: there, packets have the time of mixing, which a busy machine
 * makes uneven; what was decoded counts samples.
 */
const beepTolerance = 0.06;

/** Each beep is where it is in the recording. One that the beginning or the end cuts off may be found in only one of them. */
async function expectBeeps(file: string, original: string): Promise<void> {
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
async function seekAudio(to: number): Promise<{ error: string | undefined; lasts: number; at: number }> {
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
async function boxesOf(file: string): Promise<string[]> {
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

/** It plays everywhere, has every frame, and is in step with the recording. */
async function judgeEverywhere(exported: Exported, original: Judged, originalFile: string) {
  const judged = await judgeMovingPage(exported.file);
  expect(judged.media).toMatchObject({ video: { codec_name: 'h264' }, audio: { codec_name: 'aac' } });
  expect(await boxesOf(exported.file)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
  expect(counters(judged)).toEqual(counters(original));
  // A WebM states no duration of its last frame: in the export, it lasts as long as the one before.
  const [before = Number.NaN, last = Number.NaN] = original.frames.slice(-2).map(({ time }) => time);
  const ends = [original.endsAt, Math.max(original.endsAt, 2 * last - before)];
  expect(Math.min(...ends.map((end) => Math.abs(judged.endsAt - end)))).toBeLessThan(0.15);
  await expectInStep(exported.file, originalFile);
  return judged;
}

test('a VP9 recording is exported in every format', async ({ app, tab, firefox }) => {
  const { library, file, original } = await record(app, tab, 'webm-vp9');
  const { video: size } = original.media;

  const everywhere = await exportAs(library, 'Plays everywhere');
  await judgeEverywhere(everywhere, original, file);
  await judgeInPlayers(library, firefox, everywhere, h264);
  await forgetExport(library, everywhere);

  for (const format of ['WebM', 'MP4'] as const) {
    const copy = await exportAs(library, format);
    const copied = await judgeMovingPage(copy.file);
    expect(counters(copied)).toEqual(counters(original));
    expect(copied.checksums, 'nothing is re-encoded').toEqual(original.checksums);
    await expectInStep(copy.file, file);
    if (format === 'MP4') expect(await boxesOf(copy.file)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
    expect((await readPackets(copy.file)).video, 'mediabunny finds every frame').toHaveLength(
      copied.frames.length,
    );
    await judgeInPlayers(library, firefox, copy, `video/${format.toLowerCase()}; codecs="vp9, opus"`);
    await forgetExport(library, copy);
  }

  // A busy encoder is late at the end, so each track is compared with itself.
  const heard = (await readPackets(file)).audio.map(({ time }) => time);
  const [soundBegins = Number.NaN, soundEnds = Number.NaN] = [heard[0], heard.at(-1)];
  const sounds = [
    ['MP3', 'mp3', 'audio/mpeg'],
    ['WAV', 'pcm_s16le', 'audio/wav'],
    ['Opus', 'opus', 'audio/ogg; codecs="opus"'],
  ] as const;
  for (const [format, codec, type] of sounds) {
    const sound = await exportAs(library, format);
    const { video, audio, duration } = await probeMedia(sound.file);
    expect([video, audio?.codec_name]).toEqual([undefined, codec]);
    // An Ogg may be counted from its first packet.
    const lengths = format === 'Opus' ? [soundEnds, soundEnds - soundBegins] : [soundEnds];
    expect(Math.min(...lengths.map((length) => Math.abs((duration ?? 0) - length)))).toBeLessThan(0.2);
    const { complaints } = await decodeMedia(sound.file);
    // A plain WAV doesn't name its channels.
    expect(complaints.filter((line) => !line.includes('Guessed Channel Layout'))).toEqual([]);
    await expectBeeps(sound.file, file);
    await judgeHeard(library, firefox, sound, type, lengths);
    if (format === 'Opus')
      expect(await checksums(sound.file, 'audio')).toEqual(await checksums(file, 'audio'));
    await forgetExport(library, sound);
  }

  const gif = await exportAs(library, 'GIF');
  const shown = await readFrames(gif.file);
  const media = await probeMedia(gif.file);
  expect(media.video).toMatchObject({ codec_name: 'gif', width: size?.width, height: size?.height });
  expect(Math.abs((media.duration ?? 0) - (original.frames.at(-1)?.time ?? Number.NaN))).toBeLessThan(0.2);
  // It shows the frame of each twelfth of a second.
  for (const { time, counter } of shown) {
    // Until the first frame, it shows that one.
    const due = Math.max(
      0,
      original.frames.findLastIndex((frame) => frame.time <= time + 0.01),
    );
    const near = original.frames.slice(Math.max(0, due - 1), due + 2).map((frame) => frame.counter);
    expect(near, `at ${time} s`).toContain(counter);
  }
  await showInPlayer(library, gif);
  const inChromium = await library.evaluate(seeImage, 'image/gif');
  const inFirefox = await (await firefox).show(gif.file, seeImage, 'image/gif');
  expect(inChromium.frames?.map(({ counter }) => counter)).toEqual(counters({ frames: shown }));
  for (const { width, height, first, frames = [] } of [inChromium, inFirefox]) {
    expect({ width, height }).toEqual({ width: size?.width, height: size?.height });
    expect(counters({ frames: shown })).toContain(first.counter);
    expect([0, shown.length]).toContain(frames.length);
    for (const seen of [first, ...frames]) expectBackground(seen, gifColorTolerance);
  }
  await forgetExport(library, gif);
  expect(await readOriginFiles(library)).toEqual([]);
});

/** Four bits for each color, and as much again for the codec. */
const gifColorTolerance = 32;

/** The page paints its background for each frame: `hsl(counter 60% 75%)`. */
function expectBackground({ counter, background }: SeenPicture, tolerance: number): void {
  const channel = (offset: number) => {
    const turn = (offset + counter / 30) % 12;
    return 255 * (0.75 - 0.15 * Math.max(-1, Math.min(turn - 3, 9 - turn, 1)));
  };
  for (const [index, value] of [channel(0), channel(8), channel(4)].entries()) {
    expect(Math.abs((background[index] ?? Number.NaN) - value), `color at ${counter}`).toBeLessThan(
      tolerance,
    );
  }
}

test('VP8 is exported as PNG frames, all of them, as MP4 and as WebM', async ({ app, tab, firefox }) => {
  const { library, file, original } = await record(app, tab, 'webm-vp8');
  const { frames } = original;
  const zip = await exportAs(library, 'PNG frames');
  const pictures = Object.entries(unzipSync(await readFile(zip.file)));
  expect(pictures).toHaveLength(frames.length);
  for (const [index, [name, picture]] of pictures.entries()) {
    expect(name).toBe(`frame-${String(index + 1).padStart(6, '0')}.png`);
    await writeFile(test.info().outputPath(name), picture);
  }
  expect(counters({ frames: await readFrames(test.info().outputPath('frame-%06d.png')) })).toEqual(
    counters(original),
  );
  const last = test.info().outputPath(pictures.at(-1)?.[0] ?? '');
  await library.evaluate(
    (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const video = document.createElement('video');
      video.src = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
      document.body.append(video);
    },
    (await readFile(last)).toString('base64'),
  );
  const seen = [
    await library.evaluate(seeImage, 'image/png'),
    await (await firefox).show(last, seeImage, 'image/png'),
  ];
  const { width = 0, height = 0 } = original.media.video ?? {};
  for (const image of seen) {
    expect(image).toMatchObject({ width, height, first: { counter: frames.at(-1)?.counter } });
  }
  await forgetExport(library, zip);

  const everywhere = await exportAs(library, 'Plays everywhere');
  await judgeEverywhere(everywhere, original, file);
  await judgeInPlayers(library, firefox, everywhere, h264);
  await forgetExport(library, everywhere);
  const copy = await exportAs(library, 'WebM');
  expect((await judgeMovingPage(copy.file)).checksums, 'nothing is re-encoded').toEqual(original.checksums);
  await judgeInPlayers(library, firefox, copy, 'video/webm; codecs="vp8, opus"');
});

test('AV1 is exported as H.264', async ({ app, tab, firefox }) => {
  const { library, file, original } = await record(app, tab, 'webm-av1');
  const everywhere = await exportAs(library, 'Plays everywhere');
  await judgeEverywhere(everywhere, original, file);
  await judgeInPlayers(library, firefox, everywhere, h264);
});

test.describe('with a microphone', () => {
  test.use({
    launch: { permitted: false, devices: true, answers: { microphone: 'allow', camera: 'allow' } },
  });

  test('audio alone is exported as M4A, MP3 and WebM', async ({ app, firefox }) => {
    expect(await startWith(app, { source: 'microphone', timesliceMs: 250 })).toMatchObject({ ok: true });
    await waitUntilSafe(app, 2000);
    await stop(app);
    const library = await app.context.newPage();
    await stubSavePicker(library);
    await library.goto(extensionUrl(pages.library));
    const { file } = await download(library, articles(library));
    const lasts = (await probeMedia(file)).duration ?? Number.NaN;
    const kinds = [
      ['Plays everywhere', '.m4a', 'aac', 'audio/mp4; codecs="mp4a.40.2"'],
      ['MP4', '.m4a', 'opus', 'audio/mp4; codecs="opus"'],
      ['MP3', '.mp3', 'mp3', 'audio/mpeg'],
      ['WebM', '.webm', 'opus', 'audio/webm; codecs="opus"'],
    ] as const;
    for (const [format, extension, codec, type] of kinds) {
      const sound = await exportAs(library, format);
      expect(sound.name).toContain(extension);
      const { video, audio, duration } = await probeMedia(sound.file);
      expect([video, audio?.codec_name]).toEqual([undefined, codec]);
      expect(Math.abs((duration ?? Number.NaN) - lasts)).toBeLessThan(0.2);
      expect((await decodeMedia(sound.file)).complaints).toEqual([]);
      if (codec === 'opus') {
        expect(await checksums(sound.file, 'audio'), 'it is copied').toEqual(await checksums(file, 'audio'));
      } else await expectBeeps(sound.file, file);
      await judgeHeard(library, firefox, sound, type, [lasts]);
      await forgetExport(library, sound);
    }
  });
});

test('H.264 is copied, and only what was changed is encoded', async ({ app, tab, firefox }) => {
  const { library, file, original } = await record(app, tab, 'mp4-h264');
  const { width = 0, height = 0 } = original.media.video ?? {};
  const [video, audio] = [await checksums(file, 'video'), await checksums(file, 'audio')];

  const everywhere = await exportAs(library, 'Plays everywhere');
  await judgeEverywhere(everywhere, original, file);
  await judgeInPlayers(library, firefox, everywhere, h264);
  expect(await checksums(everywhere.file, 'video'), 'the picture is copied').toEqual(video);
  await forgetExport(library, everywhere);

  for (const turn of [90, 270] as const) {
    const muted = await exportAs(library, 'MP4', async (dialog) => {
      await dialog.getByRole('switch', { name: 'Remove audio' }).check();
      await dialog.getByRole('combobox', { name: 'Rotate' }).selectOption(`${turn}`);
    });
    expect((await probeMedia(muted.file)).audio).toBeUndefined();
    expect(await checksums(muted.file, 'video'), 'it is turned by metadata').toEqual(video);
    expect(await frameSize(muted.file)).toEqual({ width: height, height: width });
    const upright = turn === 90 ? 'transpose=cclock' : 'transpose=clock';
    const turned = await judgeInPlayers(library, firefox, muted, h264, { turn, upright });
    expect(counters({ frames: turned })).toEqual(counters(original));
    await forgetExport(library, muted);
  }

  const louder = await exportAs(library, 'MP4', async (dialog) => {
    await dialog.getByRole('slider', { name: 'Volume' }).fill('50');
  });
  expect(await checksums(louder.file, 'video'), 'only audio is encoded').toEqual(video);
  const [loud, quiet] = [await loudness(file), await loudness(louder.file)];
  expect(quiet / loud).toBeGreaterThan(0.4);
  expect(quiet / loud).toBeLessThan(0.6);
  await expectInStep(louder.file, file);
  await judgeInPlayers(library, firefox, louder, 'video/mp4; codecs="avc1.64001f, opus"');
  await forgetExport(library, louder);

  const cropped = await exportAs(library, 'MP4', async (dialog) => {
    await dialog.getByRole('spinbutton', { name: 'Top' }).fill('40');
    await dialog.getByRole('spinbutton', { name: 'Right' }).fill('60');
  });
  expect(await checksums(cropped.file, 'audio'), 'only the picture is encoded').toEqual(audio);
  expect((await probeMedia(cropped.file)).video).toMatchObject({ width: width - 60, height: height - 40 });
  // With the edges back, what is painted is where it was.
  const crop = { top: 40, right: 60 };
  const pad = `pad=${width}:${height}:0:40`;
  const opus = 'video/mp4; codecs="avc1.64001f, opus"';
  const padded = await judgeInPlayers(library, firefox, cropped, opus, { crop, upright: pad });
  expect(counters({ frames: padded })).toEqual(counters(original));
  await forgetExport(library, cropped);

  const webm = await exportAs(library, 'WebM', async (dialog) => {
    await dialog.getByRole('combobox', { name: 'Rotate' }).selectOption('180');
  });
  expect((await probeMedia(webm.file)).video).toMatchObject({ codec_name: 'vp9', width, height });
  expect(await checksums(webm.file, 'audio')).toEqual(audio);
  const upright = { turn: 180, upright: 'hflip,vflip' } as const;
  const turned = await judgeInPlayers(library, firefox, webm, 'video/webm; codecs="vp9, opus"', upright);
  expect(counters({ frames: turned })).toEqual(counters(original));
});

/** The size of a file's frames as a player shows them, in px. */
async function frameSize(file: string): Promise<{ width: number; height: number }> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', file, '-frames:v', '1', '-f', 'apng', '-']);
  return { width: stdout.readUInt32BE(16), height: stdout.readUInt32BE(20) };
}

/** The root mean square of its audio. */
async function loudness(file: string): Promise<number> {
  const samples = await readSamples(file);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}

test('exports wait for one another; canceled, they leave nothing; the page warns before it closes', async ({
  app,
  tab,
}) => {
  const { library } = await record(app, tab, 'webm-vp9', true);
  const dialog = await openExport(library, longRecording(library), 'PNG frames');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Format' }).selectOption('gif');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(dialog.getByText('Waiting for the previous export')).toBeVisible();
  await expect(dialog.getByRole('paragraph').filter({ hasText: sentence('exportRunning') })).toBeVisible();

  const asked = library.waitForEvent('dialog');
  const closing = library.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await closing;

  await dialog.getByRole('button', { name: 'Close' }).click();
  const jobs = library.getByRole('list', { name: 'Exports' }).getByRole('listitem');
  await expect(jobs).toHaveCount(2);
  const heights = await jobs.evaluateAll((all) => all.map((job) => job.getBoundingClientRect().height));
  expect(heights[0], 'one that waits is as high as one that runs').toBe(heights[1]);
  await jobs.last().getByRole('button', { name: 'Cancel' }).click();
  await jobs.first().getByRole('button', { name: 'Cancel' }).click();
  await expect(jobs).toHaveCount(0);
  await expect.poll(() => readOriginFiles(library)).toEqual([]);
  await download(library, recorded(library));
});

test('a failed export says why, and a format that can’t be encoded says so', async ({ app, tab }) => {
  const { library, file } = await record(app, tab, 'webm-vp9');
  await library.evaluate(() => {
    const locked = async ({ suggestedName }: { suggestedName: string }) => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle(suggestedName, { create: true });
      // Nobody else can write to it then.
      await handle.createWritable({ mode: 'exclusive' } as FileSystemCreateWritableOptions);
      return handle;
    };
    const isConfigSupported = (config: VideoEncoderConfig) =>
      Promise.resolve({ supported: !config.codec.startsWith('avc'), config });
    Object.assign(VideoEncoder, { isConfigSupported });
    Object.assign(globalThis, { showSaveFilePicker: locked });
  });
  const dialog = await openExport(library, articles(library), 'WebM');
  await expect(dialog).toContainText('This browser can’t encode: Plays everywhere (MP4).');
  await dialog.getByRole('button', { name: 'Start export' }).click();
  await expect(dialog.getByRole('alert')).toContainText(sentence('failureExportNotWritableWhat'));
  await expect(dialog.getByRole('alert')).toContainText('The recording is unchanged.');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  const again = (await download(library, articles(library))).file;
  expect(await checksums(again, 'video')).toEqual(await checksums(file, 'video'));
});

test('an exact cut is exported like any other recording', async ({ app, tab, firefox }) => {
  const { library, player } = await playFilm(app, tab, 'mp4-h264', 3500);
  await pause(player);
  await library.evaluate(pickInOrigin);
  await at(player, 0.7, 'Set in');
  await at(player, 3.2, 'Set out');
  await button(player, 'Keep selection').click();
  await player.getByRole('radio', { name: 'Exact' }).check();
  const cut = await saveCut(library, player);
  await button(player, 'Close player').click();
  const original = await judgeMovingPage(cut);
  const article = articles(library).filter({ has: library.getByRole('heading', { name: /\(cut\)$/ }) });
  const exported = await finishExport(library, await openExport(library, article, 'Plays everywhere'));
  await judgeTracks(exported.file);
  const judged = await judgeEverywhere(exported, original, cut);
  const places = placesIn(judged.frames);
  const times = places.map(({ time }) => time);
  await showInPlayer(library, exported);
  judgePlayed(await library.evaluate(playAt, times), places, judged.frames, judged.endsAt);
  if (await (await firefox).canPlay('video/mp4; codecs="avc1.64001f, mp4a.40.2"')) {
    judgePlayed(await (await firefox).playAfresh(exported.file, times), places, judged.frames, judged.endsAt);
  }
});
