import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, dirname, extname } from 'node:path';
import { env, version } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test as playwright } from '@playwright/test';
import type { Span } from '../../src/domain/edit';
import type { FormatId } from '../../src/domain/format';
import type { Recording } from '../../src/domain/recording';
import { noEdits } from '../../src/export/edits';
import { encodedPictureRate, gifLimits, soundBitsPerSecond } from '../../src/export/estimate';
import { sourceOf } from '../../src/export/offer';
import type { TestBrowser } from '../support/browser';
import { findChromium } from '../support/chromium';
import { readRecordings } from '../support/database';
import { watchGrowth } from '../support/download-memory';
import { openExport, stubSavePicker } from '../support/export';
import { extensionUrl, pages } from '../support/extension';
import { openLab } from '../support/lab';
import { download, openLibrary } from '../support/library';
import { timeForeign, timeOpening } from '../support/library-times';
import { run } from '../support/run';
import { inPopup, startRecording, waitForState } from '../support/session';
import { median } from '../support/sound';
import { test } from '../support/test';

// `npm run bench:edit`: measures cuts, opening clips and files from outside, and exports, beside mediabunny and ffmpeg.
// Writes docs/benchmarks/edit.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/edit.md', import.meta.url));
const hours = (env['TIMESLICE_BENCH_HOURS'] ?? '1,10').split(',').map(Number);
const formats = ['webm-vp9', 'mp4-h264'] as const satisfies readonly FormatId[];
const runs = 3;
const cutLimitMs = 100;
/** Of ten hours: their index takes longer to read. */
const longCutLimitMs = 300;
/** By how much more memory may grow while more than an hour of WebM is copied into a file than for an hour, in MiB. */
const copyMarginMib = 64;
const foreignSeconds = 3600;

/** The encoders that ffmpeg has beside the browser's. */
const encoders = {
  'webm-vp9': ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '7'],
  'mp4-h264': ['-c:v', 'libx264', '-preset', 'veryfast'],
} as const;

interface Template {
  readonly recording: Recording;
  readonly file: string;
}

/** What does the same, if there is one. @returns how long it took, in ms */
type Other = (() => Promise<number>) | undefined;

test.use({ launch: { windowSize: [1280, 800] }, tolerant: true });

test('the time to cut and to open what was cut', async ({ app, tab }) => {
  const lines = heading();
  const say = (line: string) => {
    console.log(line);
    lines.push(line);
  };
  const lab = await openLab(app.probe);
  const templates: Template[] = [];
  for (const format of formats) templates.push(await record(app, tab, format, 12_000));
  await tab.close();
  const often = async (task: () => Promise<number>) => {
    const times: number[] = [];
    for (let left = runs; left > 0; left -= 1) times.push(await task());
    return median(times);
  };

  say(`## Cutting 12 seconds

From 3.3 s to 9.1 s of a recording, in ms as the median of ${runs}, and as a ratio to Timeslice. “Lossless” begins at a key
frame, “exact” at the frame. Timeslice writes a row, and for an exact cut the piece up to the next key frame, as strictly as
a slice. mediabunny discards its output, which favors it; ffmpeg reads and writes files, and has encoders of its own
(${Object.values(encoders)
    .map(([, name]) => name)
    .join(', ')}, 4 Mbps).

| Recording | Timeslice lossless | mediabunny, copied | ratio | ffmpeg \`-c copy\` | ratio | Timeslice exact | mediabunny, encoded | ratio | ffmpeg, encoded | ratio |
|---|---|---|---|---|---|---|---|---|---|---|`);
  const span: Span = { startMs: 3300, endMs: 9100 };
  for (const { recording, file } of templates) {
    const { id, format } = recording;
    const ours = (precision: 'lossless' | 'exact') =>
      often(async () => (await lab.run('cutBy', precision, id, span, precision)).ms);
    const bunny = (isCopied: boolean) => often(() => lab.run('cutByMediabunny', id, span, isCopied));
    const encoder = format === 'mp4-h264' ? encoders['mp4-h264'] : encoders['webm-vp9'];
    const lossless = await ours('lossless');
    const exact = await ours('exact');
    const beside = (ms: number, own: number) => `${Math.round(ms)} | ${(ms / own).toFixed(1)}`;
    const cells = [
      Math.round(lossless),
      beside(await bunny(true), lossless),
      beside(await often(() => timeFfmpeg(file, span, ['-c', 'copy'])), lossless),
      Math.round(exact),
      beside(await bunny(false), exact),
      beside(await often(() => timeFfmpeg(file, span, [...encoder, '-b:v', '4M', '-c:a', 'copy'])), exact),
    ];
    say(`| ${format} | ${cells.join(' | ')} |`);
  }

  say(`
## The file of a long clip

All of a recording but its first 30 s, cut without re-encoding, so that each time in it changes. From the click on “Play” to
a \`blob:\` URL of the whole file, the first time, once the disk has taken the recording (\`sync\`); ffmpeg copies the same
range of the downloaded recording, mediabunny its packets. A WebM of more than 4000 pieces is copied into a file of the
origin. The limit for an hour of WebM is 4 s. “Plays after” is the time until the first frame is shown, from the recording
if the file takes a while. “Grown” is by how much the private memory of any process of the browser grew at most in another
opening: measuring it slows that down. Its limit for WebM of more than an hour is what an hour took and ${copyMarginMib} MiB. “Cut”
is from reading the index to the new row, in the library’s worker; the median of ${runs}. Its limit is ${cutLimitMs} ms for an hour, and ${longCutLimitMs} ms for ten.

| Recording | Size, MB | Cut, ms | Plays after, ms | Timeslice, ms | Grown, MiB | mediabunny, ms | ratio | ffmpeg \`-c copy\`, ms | ratio |
|---|---|---|---|---|---|---|---|---|---|`);
  const cuts: { readonly name: string; readonly cut: number; readonly limit: number }[] = [];
  const copies: { readonly name: string; readonly length: number; readonly mebibytes: number }[] = [];
  for (const { recording } of templates) {
    for (const length of hours) {
      const id = `${length}-${recording.format}`;
      const name = `${length} h of ${recording.format}`;
      const options = { id, name, template: recording.id, seconds: length * 3600 };
      const whole = await lab.run('writeSynthetic', options);
      const long: Span = { startMs: 30_000, endMs: whole.durationMs - 1000 };
      const { ms: once } = await lab.run('cutBy', 'lossless', id, long, `${name}, cut`);
      const again = async (count: number) =>
        (await lab.run('cutBy', 'lossless', id, long, `${name}, cut ${count}`)).ms;
      const cut = median([once, await again(2), await again(3)]);
      const clip = { ...whole, name: `${name}, cut` };
      // It was written in seconds, not in hours.
      await run('sync', []);
      const opened = await timeOpening(app, clip);
      const { grown } = await watchGrowth(app, () => timeOpening(app, clip));
      const most = Math.max(...grown.map(({ bytes }) => bytes)) / 2 ** 20;
      cuts.push({ name, cut, limit: length <= 1 ? cutLimitMs : longCutLimitMs });
      // Less than an hour may be put together by reference.
      if (recording.format === 'webm-vp9' && length >= 1) copies.push({ name, length, mebibytes: most });
      expect(opened.seconds).toBeCloseTo((long.endMs - long.startMs) / 1000, -1);
      if (length <= 1) expect(opened.address).toBeLessThan(4000);
      const library = await openLibrary(app);
      const { file } = await download(library, library.getByRole('article', { name, exact: true }));
      await library.close();
      const own = opened.address;
      const bunny = await lab.run('cutByMediabunny', id, long, true);
      const ffmpeg = await timeFfmpeg(file, long, ['-c', 'copy']);
      const beside = (ms: number) => `${Math.round(ms)} | ${(ms / own).toFixed(1)}`;
      say(
        `| ${name} | ${Math.round(whole.bytes / 1e6)} | ${Math.round(cut)} | ${Math.round(opened.shown)} | ${Math.round(own)} | ${Math.round(most)} | ${beside(bunny)} | ${beside(ffmpeg)} |`,
      );
    }
  }

  say(`
## A file from outside

What \`MediaRecorder\` delivered in an hour: a WebM without a duration or an index, and a fragmented MP4. From the choice in
“Open a file…” until the player has loaded the repaired file; mediabunny computes the duration of the file; ffmpeg
repairs it by copying all of it to another. In ms as the median of ${runs}, and as a ratio to Timeslice.

| File | Size, MB | Timeslice | mediabunny | ratio | ffmpeg \`-c copy\` | ratio |
|---|---|---|---|---|---|---|`);
  for (const { recording, file: whole } of templates) {
    const { format } = recording;
    const name = `foreign-${format}`;
    const options = { id: name, name, template: recording.id, seconds: foreignSeconds };
    const { bytes } = await lab.run('writeSynthetic', options);
    const file = playwright.info().outputPath(`${name}${extname(whole)}`);
    const downloading = app.probe.waitForEvent('download');
    await lab.run('downloadBare', name, basename(file));
    await (await downloading).saveAs(file);
    const judge = ({ ms, seconds }: { readonly ms: number; readonly seconds: number }) => {
      expect(seconds).toBeCloseTo(foreignSeconds, -1);
      return ms;
    };
    const own = await often(async () => judge(await timeForeign(app, file)));
    await app.probe.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      document.body.replaceChildren(input);
    });
    await app.probe.locator('input').setInputFiles(file);
    const bunny = await often(async () => judge(await lab.run('openByMediabunny')));
    const ffmpeg = await often(() => timeFfmpeg(file, undefined, ['-c', 'copy']));
    const beside = (ms: number) => `${Math.round(ms)} | ${(ms / own).toFixed(1)}`;
    say(
      `| ${format} | ${Math.round(bytes / 1e6)} | ${Math.round(own)} | ${beside(bunny)} | ${beside(ffmpeg)} |`,
    );
  }

  say(`
## Exporting 12 seconds

From the click on “Start export” until the file is complete, in ms as the median of ${runs}, and as a ratio to Timeslice.
“MP4, encoded” is “Plays everywhere” of a recording in VP9: H.264 and AAC. “MP4, copied” is the same of one in H.264,
whose picture is copied. “MP4, same codecs” encodes nothing of the same recording. All three encode at the same bitrates:
mediabunny with the browser's H.264 and the AAC encoder of Timeslice, ffmpeg with libx264 (veryfast) and its own AAC.
mediabunny discards its output, which favors it. The GIF has ${gifLimits.frameRate} fps and is up to ${gifLimits.width} px wide; mediabunny makes none.

| Export | Timeslice | mediabunny | ratio | ffmpeg | ratio |
|---|---|---|---|---|---|`);
  const [vp9, h264] = templates;
  if (vp9 === undefined || h264 === undefined) throw new Error('A format was not recorded');
  const bitrate = encodedPictureRate(sourceOf(vp9.recording), noEdits);
  const soundRate = soundBitsPerSecond.aac;
  const fastStart = ['-movflags', '+faststart'];
  const aac = ['-c:a', 'aac', '-b:a', String(soundRate), ...fastStart];
  const x264 = [
    '-fps_mode',
    'passthrough',
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-b:v',
    String(bitrate),
    ...aac,
  ];
  const palette = `fps=${gifLimits.frameRate},scale='min(${gifLimits.width},iw)':-1,split[a][b];[a]palettegen[p];[b][p]paletteuse`;
  const exported = async (name: string, template: Template, format: string, others: readonly Other[]) => {
    const own = await often(() => timeExport(app, template.recording, format));
    const cells: string[] = [];
    for (const other of others) {
      const ms = other === undefined ? undefined : await often(other);
      cells.push(ms === undefined ? '– | –' : `${Math.round(ms)} | ${(ms / own).toFixed(1)}`);
    }
    say(`| ${name} | ${Math.round(own)} | ${cells.join(' | ')} |`);
  };
  await exported('MP4, encoded', vp9, 'Plays everywhere', [
    () => lab.run('exportByMediabunny', vp9.recording.id, { pictureRate: bitrate, soundRate }),
    () => timeFfmpeg(vp9.file, undefined, x264, 'mp4'),
  ]);
  await exported('MP4, copied', h264, 'Plays everywhere', [
    () => lab.run('exportByMediabunny', h264.recording.id, { soundRate }),
    () => timeFfmpeg(h264.file, undefined, ['-c:v', 'copy', ...aac], 'mp4'),
  ]);
  await exported('MP4, same codecs', h264, 'MP4, same codecs', [
    () => lab.run('cutByMediabunny', h264.recording.id, { startMs: 0, endMs: 60_000 }, true),
    () => timeFfmpeg(h264.file, undefined, ['-c', 'copy', ...fastStart], 'mp4'),
  ]);
  await exported('GIF', vp9, 'GIF', [
    undefined,
    () => timeFfmpeg(vp9.file, undefined, ['-filter_complex', palette], 'gif'),
  ]);

  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, `${lines.join('\n')}\n`);
  for (const { name, cut, limit } of cuts) expect(cut, `ms to cut ${name}`).toBeLessThan(limit);
  const [shortest, ...longer] = copies.toSorted((one, other) => one.length - other.length);
  for (const { name, mebibytes } of longer) {
    const limit = (shortest?.mebibytes ?? Number.NaN) + copyMarginMib;
    expect(mebibytes, `MiB to copy ${name}`).toBeLessThan(limit);
  }
});

function heading(): string[] {
  const browser = execFileSync(findChromium(), ['--version'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 10);
  return [
    '# Time to cut and export',
    '',
    `Written by \`npm run bench:edit\` on ${date}: ${browser}, headless, Node ${version},`,
    `${cpus().length} cores (${cpus()[0]?.model.trim()}).`,
    '',
  ];
}

/** How long the library takes to export a recording, in ms. */
async function timeExport(app: TestBrowser, { id }: Recording, format: string): Promise<number> {
  const library = await app.context.newPage();
  await stubSavePicker(library);
  await library.goto(`${extensionUrl(pages.library)}#${id}`);
  const dialog = await openExport(library, library.locator(`[id="${id}"]`), format);
  const start = await dialog.getByRole('button', { name: 'Start export' }).elementHandle();
  const ms = await library.evaluate(async (button) => {
    const began = performance.now();
    (button as HTMLButtonElement).click();
    await new Promise<void>((resolve) => {
      const look = () => {
        const states = [...document.querySelectorAll('dialog [role="status"]')];
        if (states.some(({ textContent }) => textContent === 'Saved')) resolve();
        else requestAnimationFrame(look);
      };
      look();
    });
    return performance.now() - began;
  }, start);
  await library.close();
  return ms;
}

/** How long ffmpeg takes to make another file of one, or of a part of it, in ms. */
async function timeFfmpeg(
  file: string,
  span: Span | undefined,
  options: readonly string[],
  extension = file.endsWith('.mp4') ? 'mp4' : 'webm',
): Promise<number> {
  const out = playwright.info().outputPath(`made.${extension}`);
  const began = performance.now();
  const range = span === undefined ? [] : ['-ss', `${span.startMs / 1000}`, '-to', `${span.endMs / 1000}`];
  await run('ffmpeg', ['-v', 'error', '-y', ...range, '-i', file, ...options, out]);
  return performance.now() - began;
}

async function record(app: TestBrowser, tab: Page, format: FormatId, ms: number) {
  await startRecording(app, tab, { format, timeslice: '1 s' });
  await tab.waitForTimeout(ms);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Stop', exact: true }).click();
    await waitForState(app, 'inactive');
  });
  const recording = (await readRecordings(app.probe)).find((row) => row.format === format);
  expect(recording).toMatchObject({ state: 'complete' });
  const library = await openLibrary(app);
  const { file } = await download(library, library.getByRole('article').first());
  await library.close();
  return { recording: recording as Recording, file };
}
