import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { parseCaptions } from '../src/domain/parse-captions';
import { pause } from './support/cutting';
import { readRecordings } from './support/database';
import { finishExport, forgetExport, openExport, stubSavePicker } from './support/export';
import { extensionUrl, pages } from './support/extension';
import { h264, judgeInPlayers } from './support/judge-export';
import { articles, openLibrary } from './support/library';
import { complaintsOfMkvtoolnix, tracksIn } from './support/matroska';
import { decodeMedia } from './support/media-file';
import { readPackets } from './support/packets';
import { run } from './support/run';
import { startWith, stop, waitUntilSafe } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

const vtt = `WEBVTT

00:00.000 --> 00:01.500 align:start
<v Ada>First &amp; foremost</v>

00:02.500 --> 00:59.000
Second
`;

const srt = `1\r\n00:00:00,000 --> 00:00:59,000\r\nOne & only\r\n`;

/** A file, as a person would choose or drop it. */
const fileOf = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** What the video's captions are, and whether they are shown. */
function readTrack(player: Locator) {
  return player.locator('video').evaluate((video: HTMLVideoElement) => {
    const [track] = video.textTracks;
    const texts = (cues: TextTrackCueList | null | undefined) =>
      [...(cues ?? [])].map((cue) => (cue as VTTCue).text);
    return { mode: track?.mode, all: texts(track?.cues), active: texts(track?.activeCues) };
  });
}

/** The samples of the track of captions in an MP4, as ffprobe finds them: it knows no more of them than their times. */
async function timedTextIn(file: string) {
  const entries = 'packet=pts_time,duration_time,size';
  const args = ['-v', 'error', '-select_streams', 'd', '-show_entries', entries, '-of', 'csv=p=0', file];
  const lines = String((await run('ffprobe', args)).stdout)
    .trim()
    .split('\n');
  // A box without contents says that there is no caption (ISO/IEC 14496-30, section 7.4).
  const emptyBytes = 8;
  return lines.map((line) => {
    const [at = Number.NaN, lasts, size] = line.split(',').map(Number);
    return { at, lasts, isEmpty: size === emptyBytes };
  });
}

function cuesIn(text: string) {
  const parsed = parseCaptions(text);
  return parsed.ok ? parsed.cues : parsed.problem;
}

async function saveFile(page: Page, button: Locator): Promise<{ file: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const file = test.info().outputPath(download.suggestedFilename());
  await download.saveAs(file);
  return { file, text: await readFile(file, 'utf8') };
}

test('captions are taken from a file, shown, kept, cut with the recording, and saved as files that others read', async ({
  app,
  tab,
  firefox,
}) => {
  expect(await startWith(app, { source: 'tab', format: 'webm-vp8', timesliceMs: 500 }, tab)).toMatchObject({
    ok: true,
  });
  await waitUntilSafe(app, 4500);
  await stop(app);
  const library = await app.context.newPage();
  await stubSavePicker(library);
  await library.goto(extensionUrl(pages.library));
  const original = articles(library).last();
  const button = (name: string) => original.getByRole('button', { name, exact: true });
  await button('Play').click();
  await pause(original);

  // A bad file is refused, with the reason.
  const input = original.locator('input[type="file"]');
  await input.setInputFiles(fileOf('bad.vtt', vtt.replace('00:01.500', '00:99.500')));
  await expect(original.getByRole('alert')).toHaveText(/^Line 3 has no valid time\./);
  await input.setInputFiles(fileOf('page.srt', '<!doctype html>'));
  await expect(original.getByRole('alert')).toHaveText(/^This isn’t a WebVTT or SRT file\./);
  await expect(button('Captions')).toHaveCount(0);

  await input.setInputFiles(fileOf('talk.vtt', vtt));
  await expect(original.getByText('2 captions', { exact: true })).toBeVisible();
  await expect(original.getByRole('alert')).toHaveCount(0);
  await original.getByRole('slider', { name: 'Position' }).fill('500');
  const first = '<v Ada>First &amp; foremost</v>';
  await expect
    .poll(() => readTrack(original))
    .toEqual({ mode: 'showing', all: [first, 'Second'], active: [first] });
  await button('Captions').click();
  await expect(button('Captions')).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(async () => (await readTrack(original)).mode).toBe('hidden');

  // A cut has what is in it, at the times that it has there.
  await original.getByRole('slider', { name: 'Position' }).fill('3500');
  await button('Set out').click();
  await button('Keep selection').click();
  await button('Save as new recording').click();
  await expect(articles(library)).toHaveCount(2);
  expect((await readRecordings(app.probe)).at(-1)?.captions).toEqual([
    { startMs: 0, endMs: 1500, text: first, settings: 'align:start' },
    { startMs: 2500, endMs: 3500, text: 'Second' },
  ]);

  // They are still there after a reload, and other programs read the files.
  await library.reload();
  await button('Play').click();
  await expect.poll(async () => (await readTrack(original)).all).toEqual([first, 'Second']);
  for (const [kind, format, found] of [
    ['vtt', 'WebVTT', first],
    ['srt', 'SubRip', 'First & foremost'],
  ] as const) {
    const { file, text } = await saveFile(library, button(`Download .${kind}`));
    expect(text).toContain(found);
    const [track] = await tracksIn(file);
    expect(track).toEqual(['subtitles', expect.stringContaining(format)]);
  }

  // They are a track of an export, which plays as it would without them.
  const judge = await openLibrary(app);
  for (const [format, type] of [
    ['WebM', 'video/webm; codecs="vp8, opus"'],
    ['Plays everywhere', h264],
  ] as const) {
    const dialog = await openExport(library, original, format);
    await expect(dialog).toContainText('Captions are included.');
    const exported = await finishExport(library, dialog);
    expect(await complaintsOfMkvtoolnix(exported.file)).toEqual([]);
    expect((await tracksIn(exported.file)).map(([kind]) => kind).slice(0, 2)).toEqual(['video', 'audio']);
    if (format === 'WebM') {
      expect((await tracksIn(exported.file)).at(-1)).toEqual(['subtitles', 'WebVTT']);
      const extracted = test.info().outputPath('extracted.vtt');
      await run('mkvextract', ['tracks', exported.file, `2:${extracted}`]);
      expect(cuesIn(await readFile(extracted, 'utf8'))).toEqual([
        { startMs: 0, endMs: 1500, text: first, settings: 'align:start' },
        { startMs: 2500, endMs: expect.any(Number), text: 'Second' },
      ]);
    } else {
      const bytes = (await readFile(exported.file)).toString('latin1');
      for (const part of ['wvtt', 'vttc', `payl${first}`, 'paylSecond']) expect(bytes).toContain(part);
      // What lasts between them is empty.
      expect(await timedTextIn(exported.file)).toEqual([
        { at: 0, lasts: 1.5, isEmpty: false },
        { at: 1.5, lasts: 1, isEmpty: true },
        { at: 2.5, lasts: expect.any(Number), isEmpty: false },
      ]);
      expect((await decodeMedia(exported.file)).complaints).toEqual([]);
    }
    const frames = await judgeInPlayers(judge, firefox, exported, type);
    const packets = await readPackets(exported.file);
    expect(packets.video, 'mediabunny finds every frame').toHaveLength(frames.length);
    expect(packets.audio.length, 'mediabunny finds the audio').toBeGreaterThan(1);
    await forgetExport(library, exported);
  }

  // A dropped file replaces them; they can be removed.
  const dropped = await library.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'talk.SRT'));
    return transfer;
  }, srt);
  await original.locator('video').dispatchEvent('drop', { dataTransfer: dropped });
  await expect.poll(() => readTrack(original)).toMatchObject({ mode: 'showing', all: ['One &amp; only'] });
  await button('Remove captions').click();
  await expect(button('Add captions…')).toBeVisible();
  await expect.poll(async () => (await readTrack(original)).all).toEqual([]);
});
