import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { composeSeekableFile, indexBlobs } from '../src/container/seekable-file';
import { probeMedia } from './support/media-file';
import { run } from './support/run';

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

for (const { what, input, flags } of files) {
  test(`an MP4 with AAC, ${what}, plays as its fragments did`, async ({ browserName: _ }, info) => {
    const recorded = info.outputPath('recorded.mp4');
    const args = ['-y', '-v', 'error', '-t', '4', ...picture, ...input, '-map', '0:v', '-map', '1:a'];
    const codecs = ['-c:v', 'libx264', '-bf', '0', '-g', '30', '-c:a', 'aac', '-movflags', flags];
    await run('ffmpeg', [...args, ...codecs, '-t', '4', recorded]);

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
