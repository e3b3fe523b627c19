import { readFile, writeFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { FormatId } from '../src/domain/format';
import type { TestBrowser } from './support/browser';
import { at, button, pause, playFilm, saveCut } from './support/cutting';
import {
  finishExport,
  forgetExport,
  openExport,
  pickInOrigin,
  readOriginFiles,
  showInPlayer,
  stubSavePicker,
} from './support/export';
import { useFilm } from './support/films';
import { playsIn } from './support/firefox';
import { type SeenPicture, seeImage } from './support/image';
import { judgeMovingPage } from './support/judge';
import {
  boxesOf,
  counters,
  expectBeeps,
  expectColorLabel,
  expectInStep,
  exportAs,
  h264,
  judgeEverywhere,
  judgeHeard,
  judgeInPlayers,
  judgeTracks,
} from './support/judge-export';
import { articles, download, openLibrary } from './support/library';
import { decodeMedia, probeMedia } from './support/media-file';
import { checksums, readPackets } from './support/packets';
import { readFrames } from './support/picture';
import { judgePlayedToEnd, playToEnd } from './support/play-to-end';
import { playAt } from './support/player';
import { run } from './support/run';
import { judgePlayed, placesIn } from './support/seeking';
import { startWith, stop, waitUntilSafe } from './support/session';
import { readSamples } from './support/sound';
import { test } from './support/test';

test.use({ shared: true });

/** The library with one recording of a tab. */
async function record(app: TestBrowser, tab: Page, format: FormatId) {
  const film = await useFilm(app, tab, format, 3500);
  return { ...film, library: await openLibrary(app, stubSavePicker) };
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
    expectColorLabel(copied.media, original.media);
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
  // Its last frame is shown to the end, which a slow encoder may be long before.
  const [lastFrame = Number.NaN, end = Number.NaN] = [original.frames.at(-1)?.time, original.media.duration];
  expect(media.duration).toBeGreaterThan(lastFrame - 0.2);
  expect(media.duration).toBeLessThan(Math.max(lastFrame, end) + 0.2);
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
  const copied = await judgeMovingPage(copy.file);
  expect(copied.checksums, 'nothing is re-encoded').toEqual(original.checksums);
  expectColorLabel(copied.media, original.media);
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
    const library = await openLibrary(app, stubSavePicker);
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
    const media = await probeMedia(muted.file);
    expect(media.audio).toBeUndefined();
    expectColorLabel(media, original.media);
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
  const media = await probeMedia(cropped.file);
  expect(media.video).toMatchObject({ width: width - 60, height: height - 40 });
  expectColorLabel(media, original.media);
  // With the edges back, what is painted is where it was.
  const crop = { top: 40, right: 60 };
  const pad = `pad=${width}:${height}:0:40`;
  const opus = 'video/mp4; codecs="avc1.64001f, opus"';
  const padded = await judgeInPlayers(library, firefox, cropped, opus, { crop, upright: pad });
  expect(counters({ frames: padded })).toEqual(counters(original));
  await forgetExport(library, cropped);

  const webm = await exportAs(library, 'WebM', async (dialog) => {
    await dialog.getByRole('combobox', { name: 'Rotate' }).selectOption('90');
  });
  expect((await probeMedia(webm.file)).video, 'a WebM can’t say that it is turned').toMatchObject({
    codec_name: 'vp9',
    width: height,
    height: width,
  });
  expect(await checksums(webm.file, 'audio')).toEqual(audio);
  const upright = { turn: 90, upright: 'transpose=cclock' } as const;
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
  judgePlayedToEnd(await library.evaluate(playToEnd));
  if (await playsIn(await firefox, h264)) {
    judgePlayed(await (await firefox).playAfresh(exported.file, times), places, judged.frames, judged.endsAt);
    judgePlayedToEnd(await (await firefox).playToEnd(exported.file));
  }
  await forgetExport(library, exported);
  // Its two parts have different parameter sets, which the decoder of an export has to follow.
  const webm = await finishExport(library, await openExport(library, article, 'WebM'));
  await judgeTracks(webm.file);
  const encoded = await judgeMovingPage(webm.file);
  expect(encoded.media.video).toMatchObject({ codec_name: 'vp9' });
  expect(counters(encoded)).toEqual(counters(original));
});
