import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { FormatId } from '../src/domain/format';
import type { TestBrowser } from './support/browser';
import { waitForFrames } from './support/clock-on-disk';
import { pause } from './support/cutting';
import { readRecordings, readSlices } from './support/database';
import { finishExport, openExport, pickInOrigin } from './support/export';
import { judgeMovingPage } from './support/judge';
import { expectSought, seekAudio } from './support/judge-export';
import { judgeFinished } from './support/judge-finished';
import { moveTolerance } from './support/judge-ranges';
import { expectWholePackets } from './support/judge-repaired';
import { followPlayer } from './support/layout';
import { articles, download, expectPicture, openLibrary } from './support/library';
import { complaintsOfMkvtoolnix } from './support/matroska';
import { decodeMedia, probeMedia } from './support/media-file';
import { often } from './support/often';
import { card, fixtures, openFile, saveRepaired, writeNamed } from './support/opened-file';
import { checksums, movesOf, type Packet, readPackets, spreadOf } from './support/packets';
import { saveRecordedBytes } from './support/recorded-bytes';
import { run } from './support/run';
import { ask, startWith, waitForState, waitUntilSafe } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

/** What a bare `MediaRecorder` wrote of the moving page: its Blobs, one after another. */
async function recordUnfinished(app: TestBrowser, tab: Page, format: FormatId) {
  expect(await startWith(app, { source: 'tab', format, timesliceMs: 500 }, tab)).toMatchObject({ ok: true });
  await waitUntilSafe(app, 4000);
  // Enough to judge.
  await waitForFrames(app, 40);
  expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
  await waitForState(app, 'inactive');
  const recording = (await readRecordings(app.probe)).at(-1);
  const recorded = await saveRecordedBytes(app.probe, recording?.id ?? '');
  return { recorded, bytes: await readFile(recorded), mimeType: recording?.mimeType ?? '' };
}

/** Where a Cluster of unknown size ends between two elements, nothing says that more was to come. */
function amidFrame(bytes: Uint8Array, length: number): number {
  const [cluster, simpleBlock] = [0x1f, 0xa3];
  const next = bytes[length];
  return next === cluster || next === simpleBlock ? amidFrame(bytes, length - 1) : length;
}

for (const format of ['webm-vp9', 'mp4-h264'] as const) {
  const extension = format.startsWith('webm') ? 'webm' : 'mp4';

  test(`a bare MediaRecorder’s ${format} is repaired, and added to the library`, async ({
    app,
    tab,
    firefox,
  }) => {
    const { recorded, bytes, mimeType } = await recordUnfinished(app, tab, format);
    const library = await openLibrary(app);
    const before = await readSlices(app.probe);
    const opened = await openFile(library, await writeNamed(`bare.${extension}`, bytes));
    await expect(opened).toContainText(sentence('openedRepaired'));
    const faults = extension === 'webm' ? ['openedNoDuration', 'openedNoIndex'] : ['openedFragmented'];
    for (const fault of faults) await expect(opened).toContainText(sentence(fault));
    await expect(opened.locator('video')).toBeVisible();
    const file = await saveRepaired(library, opened);
    expect(file).toMatch(new RegExp(`/bare \\(repaired\\)\\.${extension}$`));
    const judged = await judgeMovingPage(file);
    await judgeFinished(file, recorded, judged, { player: library, firefox: await firefox, mimeType });
    expect(await readSlices(app.probe), 'nothing is copied').toEqual(before);

    await opened.getByRole('button', { name: 'Add to the library' }).click();
    await expect(opened).toContainText(sentence('openedAdded'));
    await opened.getByRole('button', { name: 'Close', exact: true }).click();
    const added = articles(library).filter({
      has: library.getByRole('heading', { name: 'bare', exact: true }),
    });
    await expect(added).toHaveCount(1);
    await expectPicture(added);
    expect(await readFile((await download(library, added)).file)).toEqual(await readFile(file));
    expect((await readRecordings(app.probe)).at(-1)).toMatchObject({
      name: 'bare',
      source: 'file',
      state: 'complete',
      format,
      width: judged.media.video?.width,
      hasAudio: true,
    });
  });
}

test('files of Firefox, whole and cut off, of ffmpeg, with a wrong duration, or with nothing wrong, which is exported and cut', async ({
  app,
  firefox,
}) => {
  const library = await openLibrary(app);
  /** Opens a file, and judges what it becomes; of a file that was cut off, by the whole one and how much is left. */
  const repair = async (
    file: string,
    faults: readonly string[],
    { of = file, length }: { of?: string; length?: number } = {},
  ) => {
    const opened = await openFile(library, file);
    for (const fault of faults) await expect(opened).toContainText(sentence(fault));
    const repaired = await saveRepaired(library, opened);
    await expectWholePackets(repaired, of, length);
    const { duration = Number.NaN } = await probeMedia(repaired);
    expect(duration).toBeGreaterThan(length === undefined ? 2.8 : 0.5);
    expect(duration).toBeLessThan(3.3);
    const player = opened.locator('video, audio');
    await expect
      .poll(() => player.evaluate((media: HTMLMediaElement) => media.duration), often)
      .toBeCloseTo(duration, 0);
    if (repaired.endsWith('webm')) {
      const place = 0.7 * duration;
      expectSought(await (await firefox).show(repaired, seekAudio, place), place, [duration]);
    }
    await opened.getByRole('button', { name: 'Close', exact: true }).click();
    return repaired;
  };
  const unfinished = ['openedNoDuration', 'openedNoIndex'];
  const files = ['firefox-opus.webm', 'firefox-vp8-opus.webm'];
  let webm = '';
  for (const name of files) webm = await repair(`${fixtures}/${name}`, unfinished);

  for (const name of files) {
    const whole = await readFile(`${fixtures}/${name}`);
    const length = amidFrame(whole, Math.floor(whole.length * (0.5 + Math.random() / 2)) - 1);
    await test.step(`${name}, cut off after ${length} bytes`, async () => {
      const part = await writeNamed(`${length} ${name}`, whole.subarray(0, length));
      await repair(part, [...unfinished, 'openedCutOff'], { of: `${fixtures}/${name}`, length });
    });
  }

  const bytes = await readFile(webm);
  bytes.writeDoubleBE(60_000, bytes.indexOf(Buffer.of(0x44, 0x89, 0x88)) + 3);
  await repair(await writeNamed('wrong.webm', bytes), ['openedWrongDuration'], { of: webm });

  const fragmented = test.info().outputPath('fragmented.mp4');
  const plain = test.info().outputPath('plain.mp4');
  const codecs = ['-c:v', 'libx264', '-g', '15', '-bf', '2', '-c:a', 'aac'];
  const input = ['-nostdin', '-v', 'error', '-i', `${fixtures}/vp8-opus.webm`, ...codecs];
  await run('ffmpeg', [...input, '-movflags', 'frag_keyframe+empty_moov+default_base_moof', fragmented]);
  await run('ffmpeg', [...input, plain]);
  const mp4 = await repair(fragmented, ['openedFragmented']);
  expect((await decodeMedia(mp4)).checksums).toEqual((await decodeMedia(fragmented)).checksums);

  const stated = await readFile(mp4);
  const header = stated.indexOf('mvhd');
  const isLong = stated.readUInt8(header + 4) === 1;
  stated.writeUInt32BE(20 * stated.readUInt32BE(header + (isLong ? 24 : 16)), header + (isLong ? 32 : 20));
  await repair(await writeNamed('wrong.mp4', stated), ['openedWrongDuration'], { of: mp4 });
  for (const [name, faults] of [
    [fragmented, ['openedFragmented', 'openedCutOff']],
    [mp4, ['openedCutOff']],
  ] as const) {
    const whole = await readFile(name);
    const length = Math.floor(whole.length * (0.6 + 0.35 * Math.random()));
    await test.step(`${basename(name)}, cut off after ${length} bytes`, async () => {
      const part = await writeNamed(`${length} ${basename(name)}`, whole.subarray(0, length));
      await repair(part, faults, { of: name, length });
    });
  }

  const openedPlayer = await followPlayer(library);
  const opened = await openFile(library, plain);
  await expect(opened).toContainText(sentence('openedWhole'));
  expect(await openedPlayer(opened), 'nothing moves under the pointer').toHaveLength(1);
  await expect(opened.getByRole('button', { name: 'Save repaired file' })).toHaveCount(0);
  await opened.getByRole('button', { name: 'Add to the library' }).click();
  await expect(opened).toContainText(sentence('openedAdded'));
  const { file } = await download(library, articles(library));
  expect(await readFile(file), 'it is taken in as it is').toEqual(await readFile(plain));
  await opened.getByRole('button', { name: 'Close', exact: true }).click();

  await library.evaluate(pickInOrigin);
  for (const [format, codecs] of [
    ['Plays everywhere', ['h264', 'aac']],
    ['WebM', ['vp9', 'opus']],
  ] as const) {
    const exported = (await finishExport(library, await openExport(library, articles(library), format))).file;
    const { video, audio } = await probeMedia(exported);
    expect([video?.codec_name, audio?.codec_name]).toEqual(codecs);
    expect((await decodeMedia(exported)).complaints, format).toEqual([]);
    const [before, after] = [await readPackets(plain), await readPackets(exported)];
    expect(after.video).toHaveLength(before.video.length);
    // What is encoded again has no frames out of order, and other packets of audio.
    const sounds = format === 'WebM' ? [] : movesOf(before.audio, after.audio);
    const spread = spreadOf([...movesOf(inOrder(before.video), inOrder(after.video)), ...sounds]);
    expect(spread, `s by which ${format} is out of step`).toBeLessThan(moveTolerance);
    if (format === 'WebM') expect(await complaintsOfMkvtoolnix(exported)).toEqual([]);
    else {
      for (const track of ['video', 'audio'] as const)
        expect(await checksums(exported, track), `${track} is copied`).toEqual(await checksums(plain, track));
    }
  }

  const player = articles(library);
  const addedPlayer = await followPlayer(library);
  await player.getByRole('button', { name: 'Play', exact: true }).click();
  expect(await addedPlayer(player), 'nothing moves under the pointer').toHaveLength(1);
  const button = (name: string) => player.getByRole('button', { name, exact: true });
  await pause(player);
  await player.getByRole('slider', { name: 'Position' }).fill('1500');
  await button('Set out').click();
  await button('Keep selection').click();
  // Its header describes the video of its encoder only.
  await expect(player.getByRole('radio', { name: 'Exact' })).toBeDisabled();
  await expect(player.getByRole('radiogroup')).toContainText(sentence('cutNotExactFormat'));
  await button('Save as new recording').click();
  await expect(articles(library)).toHaveCount(2);
  await button('Close player').first().click();
  const clip = (await download(library, articles(library).first())).file;
  expect((await decodeMedia(clip)).complaints).toEqual([]);
  const { duration: clipped = Number.NaN } = await probeMedia(clip);
  expect(clipped).toBeGreaterThan(1.2);
  expect(clipped).toBeLessThan(1.8);
});

for (const name of ['ffmpeg.webm', 'mkvmerge.webm', 'ffmpeg.mp4']) {
  test(`the chapters of ${name} lead to their moments, also once it is in the library`, async ({ app }) => {
    const library = await openLibrary(app);
    const judge = async (player: Locator) => {
      await pause(player);
      await expect(player.locator('rect[data-kind="chapter"]')).toHaveCount(3);
      await player.getByText('3 chapters', { exact: true }).click();
      const place = () => player.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
      for (const [title, seconds] of [
        ['Chapter', 2.5],
        ['Chapter: A “second” part', 1],
        ['Chapter: Введение', 0],
      ] as const) {
        await player.getByRole('button', { name: new RegExp(`${title}$`) }).click();
        await expect.poll(place, title).toBeCloseTo(seconds, 1);
      }
    };
    const opened = await openFile(library, `${fixtures}/chapters/${name}`);
    await judge(opened);
    await opened.getByRole('button', { name: 'Add to the library' }).click();
    await expect(opened).toContainText(sentence('openedAdded'));
    await opened.getByRole('button', { name: 'Close', exact: true }).click();
    await articles(library).getByRole('button', { name: 'Play', exact: true }).click();
    await judge(articles(library));
  });
}

/** Packets in the order in which they are shown. */
const inOrder = (packets: readonly Packet[]) => packets.toSorted((one, other) => one.time - other.time);

test('what is dropped is opened, one after another; what can’t be opened is refused with the reason', async ({
  app,
}) => {
  const library = await openLibrary(app);
  const moov = await readFile(`${fixtures}/avc3.mp4`);
  const files = [
    await writeNamed('notes.txt', Buffer.from('No recording at all, only a few words.')),
    await writeNamed('empty.webm', Buffer.alloc(0)),
    await writeNamed(
      'broken.mp4',
      Buffer.concat([moov.subarray(0, moov.readUInt32BE(0)), Buffer.from('\0\0\x01\0mdat')]),
    ),
    await writeNamed('header.webm', (await readFile(`${fixtures}/vp8-opus.webm`)).subarray(0, 200)),
    test.info().outputDir,
    `${fixtures}/vp9-opus.webm`,
  ];
  const session = await app.context.newCDPSession(library);
  const drag = (type: 'dragEnter' | 'drop') =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 200,
      y: 200,
      data: { items: [], files, dragOperationsMask: 1 },
    });
  // Nothing listens for drops before the page shows its button.
  await expect(library.getByRole('button', { name: 'Open a file…' })).toBeVisible();
  await drag('dragEnter');
  await expect(library.getByText(sentence('openDrop'))).toBeVisible();
  await drag('drop');
  await expect(library.getByText(sentence('openDrop'))).toHaveCount(0);
  const folder = test.info().outputDir.split('/').at(-1) ?? '';
  for (const [name, what] of [
    ['notes.txt', 'NotMedia'],
    ['empty.webm', 'NotMedia'],
    ['broken.mp4', 'WithoutIndex'],
    ['header.webm', 'WithoutFrames'],
    [folder, 'IsFolder'],
  ] as const) {
    await expect(card(library, name)).toContainText(sentence(`failureFile${what}What`));
    await expect(card(library, name)).toContainText(sentence(`failureFile${what}Todo`));
    await card(library, name).getByRole('button', { name: 'Close', exact: true }).click();
    await expect(card(library, name)).toHaveCount(0);
  }
  await expect(card(library, 'vp9-opus.webm')).toContainText(sentence('openedRepaired'));
});
