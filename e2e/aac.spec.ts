import { readFileSync, writeFileSync } from 'node:fs';
import { expect, type TestInfo } from '@playwright/test';
import { composeClip } from '../src/container/clip-file';
import type { ClipBounds } from '../src/container/clip-piece';
import { composeSeekableFile, indexBlobs } from '../src/container/seekable-file';
import { openFileServer } from './support/file-server';
import { decodeMedia, probeMedia } from './support/media-file';
import { readPackets } from './support/packets';
import { judgePlayedToEnd, playToEnd } from './support/play-to-end';
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

interface Fragments {
  readonly what: string;
  /** What ffmpeg reads the audio from. */
  readonly input: readonly string[];
  readonly flags: string;
  /** How many B-frames there may be in a row. */
  readonly bFrames?: number;
}

const plain: Fragments = {
  what: 'with an edit list',
  input: sound(4),
  flags: `${fragments}+delay_moov`,
};
const late: Fragments = {
  what: 'with audio that begins late, without an edit list',
  input: ['-itsoffset', '1.5', ...sound(2.5)],
  flags: `${fragments}+empty_moov`,
};
const reordered: Fragments = { ...plain, what: 'with B-frames', bFrames: 2 };

const files: readonly Fragments[] = [
  { ...plain, what: 'without an edit list', flags: late.flags },
  plain,
  { ...late, what: 'with audio that begins late', flags: plain.flags },
  late,
  { ...plain, what: 'with audio that ends early', input: sound(1.3) },
  reordered,
];

/** How long before it is shown a key frame is decoded, in ms: one frame for each B-frame. */
const aheadOf = ({ bFrames = 0 }: Fragments) => (1000 * bFrames) / 30;

/** What is made of the fragments: a cut, and a join that also begins within and goes back. */
const clips: readonly (readonly ClipBounds[])[] = [
  [{ startMs: 1100, endMs: 3000 }],
  [{ endMs: 2000 }, { startMs: 2100, endMs: 3000 }, { endMs: 2000 }],
];

/** A frame that ffmpeg has decoded. */
interface Decoded {
  /** In ms. */
  readonly time: number;
  readonly hash: string;
}

/** What ffmpeg decodes of a track: every frame, in order. */
async function decoded(file: string, kind: 'audio' | 'video'): Promise<Decoded[]> {
  const map = kind === 'audio' ? '0:a' : '0:v';
  const output = await run('ffmpeg', [
    '-v',
    'error',
    '-copyts',
    '-i',
    file,
    '-map',
    map,
    '-fps_mode',
    'passthrough',
    // The times of the file, not those of an even frame rate.
    '-enc_time_base',
    '-1',
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

/** The fragments of a recording, and the files that Timeslice makes of them: of all, and {@link clips}. */
async function makeFiles({ input, flags, bFrames = 0 }: Fragments, info: TestInfo) {
  const recorded = info.outputPath('recorded.mp4');
  const args = ['-y', '-v', 'error', '-t', '4', ...picture, ...input, '-map', '0:v', '-map', '1:a'];
  const video = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-bf', `${bFrames}`, '-g', '30'];
  // A decoder invents the noise that this leaves out: not the same after a cut.
  const codecs = [...video, '-c:a', 'aac', '-aac_pns', '0'];
  await run('ffmpeg', [...args, ...codecs, '-movflags', flags, '-t', '4', recorded]);

  // In slices that end anywhere, as a recorder saves them.
  const bytes = readFileSync(recorded);
  const slices = Array.from(
    { length: Math.ceil(bytes.length / 10_000) },
    (_slice, index) => new Blob([bytes.subarray(index * 10_000, (index + 1) * 10_000)]),
  );
  const pieces = await indexBlobs('mp4', slices);
  expect(pieces).toHaveLength(slices.length);
  const write = async (name: string, made: Blob) => {
    const file = info.outputPath(name);
    writeFileSync(file, Buffer.from(await made.arrayBuffer()));
    return file;
  };
  const made: string[] = [];
  for (const [index, bounds] of clips.entries()) {
    const ranges = bounds.map((range) => ({ ...range, pieces }));
    made.push(await write(`clip ${index}.mp4`, await composeClip(ranges, 'video/mp4')));
  }
  return { recorded, finished: await write('finished.mp4', composeSeekableFile(pieces, 'video/mp4')), made };
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

const hashesOf = (frames: readonly Decoded[]) => frames.map(({ hash }) => hash);

/** How much later the same frames are in another file, in ms. */
const movesOf = (frames: readonly Decoded[], others: readonly Decoded[]) =>
  frames.map(({ time }, index) => (others[index]?.time ?? Number.NaN) - time);

for (const file of files) {
  test(`cuts and joins of an MP4 with AAC, ${file.what}, keep audio and video in step`, async ({
    browserName: _,
  }, info) => {
    const { recorded, made } = await makeFiles(file, info);
    const ahead = aheadOf(file);
    const [pictures, sounds] = [await decoded(recorded, 'video'), await decoded(recorded, 'audio')];
    const keys = (await readPackets(recorded)).video.filter(({ isKey }) => isKey);
    for (const [clip, bounds] of clips.entries()) {
      const whole = made[clip] ?? '';
      expect((await decodeMedia(whole)).complaints).toEqual([]);
      const [video, audio] = [await decoded(whole, 'video'), await decoded(whole, 'audio')];
      /** When what was judged begins to end, and has ended, in ms. */
      let [last, end] = [0, 0];
      for (const [index, { startMs = 0, endMs = Number.NaN }] of bounds.entries()) {
        const name = `range ${index} of clip ${clip}`;
        const from = 1000 * (keys.findLast(({ time }) => 1000 * time <= startMs)?.time ?? 0);
        const isIn = (lead: number) => (frame: Decoded) =>
          frame.time > from - lead - 0.5 && frame.time < endMs - 0.5;
        const seen = pictures.filter(isIn(0));
        const shown = video.splice(0, seen.length);
        expect(hashesOf(shown), `the video of ${name}`).toEqual(hashesOf(seen));
        const wanted = sounds.filter(isIn(ahead));
        const heard = audio.splice(0, wanted.length);
        // What is decoded of the first packet depends on the one before it.
        expect(hashesOf(heard).slice(1), `the audio of ${name}`).toEqual(hashesOf(wanted).slice(1));
        const moves = [...movesOf(seen, shown), ...movesOf(wanted, heard)];
        expect(Math.max(...moves) - Math.min(...moves), `ms by which ${name} is out of step`).toBeLessThan(1);
        const begins = (shown[0]?.time ?? Number.NaN) - ahead;
        expect(begins, `${name} begins after what is before it`).toBeGreaterThan(last - 1);
        expect(begins, `${name} begins when that ends`).toBeLessThan(end + 1);
        const [lastShown = 0, lastHeard = 0] = [shown.at(-1)?.time, heard.at(-1)?.time];
        last = Math.max(lastShown, lastHeard);
        end = Math.max(lastShown + 1000 / 30, lastHeard + (1000 * 1024) / 48_000);
      }
      expect([video, audio], 'nothing comes after the last range').toEqual([[], []]);
    }
  });
}

test('Chromium and Firefox play an MP4 with AAC, its cuts and its joins to the end', async ({
  app,
  firefox,
}, info) => {
  const [page, player, server] = [await app.context.newPage(), await firefox, await openFileServer()];
  try {
    for (const { file, which, lasts, seconds } of [
      { file: plain, which: 'finished', lasts: 4, seconds: 4 },
      { file: late, which: 'finished', lasts: 4, seconds: 2.5 },
      { file: plain, which: 0, lasts: 2, seconds: 2 },
      { file: plain, which: 1, lasts: 5, seconds: 5 },
      { file: reordered, which: 0, lasts: 2, seconds: 2 },
      { file: reordered, which: 1, lasts: 5, seconds: 5 },
    ] as const) {
      const { finished, made } = await makeFiles(file, info);
      const shown = which === 'finished' ? finished : (made[which] ?? '');
      // Where the players seek to, in seconds.
      const places = [0.1, 0.5, 0.9].map((share) => share * lasts);
      await page.goto(server.show(shown));
      const all = [
        {
          played: await page.evaluate(playAt, places),
          over: await page.evaluate(playToEnd),
          loud: await page.evaluate(decodeSound),
        },
      ];
      if (await player.canPlay('video/mp4; codecs="avc1.64001f, mp4a.40.2"')) {
        all.push({
          played: await player.play(shown, places),
          over: await player.show(shown, playToEnd, undefined),
          loud: await player.show(shown, decodeSound, undefined),
        });
      }
      for (const { played, over, loud } of all) {
        const { browser, error, duration, seekable, counters } = played;
        const name = `${which} of the file ${file.what}, in ${browser}`;
        expect(error, name).toBeUndefined();
        judgePlayedToEnd(over);
        expect(counters, `${name}: a frame at each place`).toHaveLength(places.length);
        expect(Math.abs(duration - lasts), `${name}: its duration, in s`).toBeLessThan(0.2);
        expect(seekable, name).toEqual([[0, duration]]);
        expect(Math.abs(loud.length / 10 - seconds), `${name}: s of sound`).toBeLessThan(0.25);
        // The first tenth may begin with the priming.
        expect(Math.min(...loud.slice(1)), `${name}: no hole in it`).toBeGreaterThan(0.8);
      }
    }
  } finally {
    await server.close();
  }
});
