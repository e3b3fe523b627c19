import { readFileSync, writeFileSync } from 'node:fs';
import { expect, type TestInfo } from '@playwright/test';
import { composeSeekableFile, indexBlobs } from '../src/container/seekable-file';
import { openFileServer } from './support/file-server';
import { probeMedia } from './support/media-file';
import { playAt } from './support/player';
import { run } from './support/run';
import { test } from './support/test';

test.use({ shared: true });

// Debian's Chromium can't encode AAC. So these fragments are made by ffmpeg, which writes them as browsers do elsewhere.

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30'];
const sound = (seconds: number) => [
  '-f',
  'lavfi',
  '-t',
  String(seconds),
  '-i',
  'sine=frequency=440:sample_rate=48000',
];
const fragments = 'frag_keyframe+default_base_moof';

const files = [
  { what: 'without an edit list', input: sound(4), flags: `${fragments}+empty_moov` },
  { what: 'with an edit list', input: sound(4), flags: `${fragments}+delay_moov` },
  {
    what: 'with audio that begins late',
    input: ['-itsoffset', '1.5', ...sound(2.5)],
    flags: `${fragments}+delay_moov`,
  },
  {
    what: 'with audio that begins late, without an edit list',
    input: ['-itsoffset', '1.5', ...sound(2.5)],
    flags: `${fragments}+empty_moov`,
  },
  { what: 'with audio that ends early', input: sound(1.3), flags: `${fragments}+delay_moov` },
] as const;

/** Where the players seek to, in seconds. */
const places = [0.5, 2, 3.5];

/** What ffmpeg decodes of a track, with times in ms: every frame, in order. */
async function decoded(file: string, kind: 'audio' | 'video'): Promise<{ time: number; hash: string }[]> {
  const map = kind === 'audio' ? '0:a' : '0:v';
  const output = await run('ffmpeg', [
    '-v',
    'error',
    '-copyts',
    '-i',
    file,
    '-map',
    map,
    '-f',
    'framemd5',
    '-',
  ]);
  const stdout = output.stdout.toString();
  const timebase = /#tb 0: (\d+)\/(\d+)/.exec(stdout);
  const tick = (1000 * Number(timebase?.[1])) / Number(timebase?.[2]);
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, , pts, , , hash = ''] = line.split(',').map((field) => field.trim());
      return { time: Number(pts) * tick, hash };
    });
}

/** The fragments of a recording, and the file that Timeslice makes of them. */
async function makeFiles({ input, flags }: (typeof files)[number], info: TestInfo) {
  const recorded = info.outputPath('recorded.mp4');
  const args = ['-y', '-v', 'error', '-t', '4', ...picture, ...input, '-map', '0:v', '-map', '1:a'];
  const codecs = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '30', '-c:a', 'aac'];
  await run('ffmpeg', [...args, ...codecs, '-movflags', flags, '-t', '4', recorded]);

  // In slices that end anywhere, as a recorder saves them.
  const bytes = readFileSync(recorded);
  const slices = Array.from(
    { length: Math.ceil(bytes.length / 10_000) },
    (_slice, index) => new Blob([bytes.subarray(index * 10_000, (index + 1) * 10_000)]),
  );
  const pieces = await indexBlobs('mp4', slices);
  expect(pieces).toHaveLength(slices.length);
  const finished = info.outputPath('finished.mp4');
  writeFileSync(finished, Buffer.from(await composeSeekableFile(pieces, 'video/mp4').arrayBuffer()));
  return { recorded, finished };
}

/**
 * How much of each tenth of a second of its sound is loud in a browser's decoder, 0 to 1. Runs in the page of its player,
 * so it can't use anything outside itself.
 */
async function decodeSound(): Promise<number[]> {
  const video = document.querySelector('video');
  if (video === null) throw new Error('There is no video');
  const bytes = await (await fetch(video.currentSrc)).arrayBuffer();
  const rate = 48_000;
  const samples = (await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes)).getChannelData(0);
  const tenth = rate / 10;
  return Array.from({ length: Math.floor(samples.length / tenth) }, (_, index) => {
    const part = samples.subarray(index * tenth, (index + 1) * tenth);
    return part.filter((sample) => Math.abs(sample) > 0.01).length / tenth;
  });
}

for (const file of files) {
  test(`an MP4 with AAC, ${file.what}, plays as its fragments did`, async ({ browserName: _ }, info) => {
    const { recorded, finished } = await makeFiles(file, info);
    for (const kind of ['video', 'audio'] as const) {
      const [all, after] = [await decoded(recorded, kind), await decoded(finished, kind)];
      expect(after.length, kind).toBeGreaterThan(20);
      // The priming of AAC, one frame that the edit list skips, may be decoded or not.
      const primed = kind === 'audio' ? all.length - after.length : 0;
      expect([0, 1]).toContain(primed);
      const before = all.slice(primed);
      expect(
        after.map(({ hash }) => hash),
        kind,
      ).toEqual(before.map(({ hash }) => hash));
      const moved = after.map(({ time }, index) => Math.abs(time - (before[index]?.time ?? Number.NaN)));
      expect(Math.max(...moved), `ms by which any ${kind} has moved`).toBeLessThan(1);
    }
    const media = await probeMedia(finished);
    expect(media.audio?.codec_name).toBe('aac');
    expect(Math.abs((media.duration ?? 0) - 4), 'its duration, in s').toBeLessThan(0.1);
  });
}

test('Chromium and Firefox play an MP4 with AAC to its end', async ({ app, firefox }, info) => {
  const [page, player, server] = [await app.context.newPage(), await firefox, await openFileServer()];
  try {
    for (const { file, seconds } of [
      { file: files[1], seconds: 4 },
      { file: files[3], seconds: 2.5 },
    ]) {
      const { finished } = await makeFiles(file, info);
      await page.goto(server.show(finished));
      const all = [[await page.evaluate(playAt, places), await page.evaluate(decodeSound)] as const];
      if (await player.canPlay('video/mp4; codecs="avc1.64001f, mp4a.40.2"')) {
        all.push([await player.play(finished, places), await player.show(finished, decodeSound, undefined)]);
      }
      for (const [{ browser, error, duration, seekable, counters }, loud] of all) {
        const name = `${file.what}, in ${browser}`;
        expect(error, name).toBeUndefined();
        expect(counters, `${name}: a frame at each place`).toHaveLength(places.length);
        expect(Math.abs(duration - 4), `${name}: its duration, in s`).toBeLessThan(0.1);
        expect(seekable, name).toEqual([[0, duration]]);
        expect(Math.abs(loud.length / 10 - seconds), `${name}: s of sound`).toBeLessThan(0.15);
        // The first tenth may begin with the priming.
        expect(Math.min(...loud.slice(1)), `${name}: no hole in it`).toBeGreaterThan(0.8);
      }
    }
  } finally {
    await server.close();
  }
});
