import { expect, type Page } from '@playwright/test';
import { pictureBox, type Size } from '../src/domain/picture-box';
import { followedSize } from '../src/recorder/sources/tab';
import type { TestBrowser } from './support/browser';
import { waitUntilRecorded } from './support/clock-on-disk';
import { compositing } from './support/compositing';
import { finishExport, openExport, showInPlayer, stubSavePicker } from './support/export';
import { type Firefox, playsIn } from './support/firefox';
import { judgeMovingPage, physicalSize } from './support/judge';
import { counters, h264, judgeTracks } from './support/judge-export';
import { articles, downloadOnly, openLibrary } from './support/library';
import { longIf } from './support/long';
import { decodeMedia, frameSizes, probeMedia } from './support/media-file';
import { checksums } from './support/packets';
import { clockDifferenceMs, type Frame, lastClock, readFrames } from './support/picture';
import { judgePlayedToEnd, playToEnd } from './support/play-to-end';
import { saveRecordedBytes } from './support/recorded-bytes';
import { onlyRecording, startWith, stop, waitForSlices } from './support/session';
import { followPixelRatio, resizeWindow, zoomTab } from './support/tabs';
import { test } from './support/test';

test.use({ shared: true });

const isSize = (frames: string, { width, height }: Size) => {
  const [frameWidth = 0, frameHeight = 0] = frames.split('x').map(Number);
  // A zoomed page counts in CSS px, which are not whole physical ones, and a scaled one has even ones.
  return Math.abs(frameWidth - width) <= 4 && Math.abs(frameHeight - height) <= 4;
};

/** The size of the tab, scaled down to little more than that of the start: see docs/decisions.md. */
async function scaledSize(tab: Page, start: Size): Promise<Size> {
  const { max } = followedSize(pictureBox('native', 'webm'), start);
  const { width, height } = await physicalSize(tab);
  const scale = Math.min(1, max.width / width, max.height / height);
  return { width: width * scale, height: height * scale };
}

/** Waits until the last frame on disk has the size of the tab: a busy machine resizes, and encodes, seconds later. */
async function waitForSize(app: TestBrowser, tab: Page, start: Size): Promise<void> {
  const { id } = await onlyRecording(app);
  await expect(async () => {
    const size = (await frameSizes(await saveRecordedBytes(app.probe, id))).at(-1) ?? '';
    const wanted = await scaledSize(tab, start);
    expect(isSize(size, wanted), `${size} is ${JSON.stringify(wanted)}`).toBe(true);
  }).toPass({ timeout: 90_000, intervals: [250] });
}

/** Sets the size of the tab's window, and waits until its page has been resized. */
async function resize(app: TestBrowser, tab: Page, width: number, height: number): Promise<void> {
  const before = await tab.evaluate(() => innerWidth);
  await resizeWindow(app, tab, width, height);
  await tab.waitForFunction((old) => innerWidth !== old, before);
}

/** The size of the first frame, as encoders of H.264 take it, and that of another one in it, in px. */
function fitted(other: string, first: string): { whole: Size; part: Size } {
  const [width = 0, height = 0] = other.split('x').map(Number);
  const [wide = 0, high = 0] = first.split('x').map((side) => 2 * Math.floor(Number(side) / 2));
  const scale = Math.min(wide / width, high / height);
  return {
    whole: { width: wide, height: high },
    part: { width: Math.round(width * scale), height: Math.round(height * scale) },
  };
}

/** The counters of a film that was encoded in one size: each frame is in the middle, between bars. */
async function readFitted(file: string, recorded: readonly Frame[]): Promise<(number | undefined)[]> {
  const sizes = [...new Set(recorded.map(({ size }) => size))];
  const read = new Map<string, readonly Frame[]>();
  for (const size of sizes) {
    const { part } = fitted(size, sizes[0] ?? '');
    read.set(size, await readFrames(file, undefined, `crop=${part.width}:${part.height}`));
  }
  expect(read.get(sizes[0] ?? '')).toHaveLength(recorded.length);
  return recorded.map(({ size }, index) => read.get(size)?.[index]?.counter);
}

/** "Plays everywhere": H.264 is copied; all else is encoded, in one size. */
async function judgeExport(app: TestBrowser, firefox: Promise<Firefox>, recording: string): Promise<void> {
  const library = await openLibrary(app, stubSavePicker);
  const dialog = await openExport(library, articles(library), 'Plays everywhere');
  // Each resize makes key frames, and a busy machine records few others: its bitrate says little about the export's.
  const exported = await finishExport(library, dialog, Number.POSITIVE_INFINITY);
  await judgeTracks(exported.file);
  expect((await decodeMedia(exported.file)).complaints).toEqual([]);
  const recorded = await readFrames(recording);
  const isCopied = (await probeMedia(recording)).video?.codec_name === 'h264';
  const sizes = await frameSizes(recording);
  if (isCopied) {
    expect(await checksums(exported.file, 'video')).toEqual(await checksums(recording, 'video'));
    expect(await frameSizes(exported.file)).toEqual(sizes);
  } else {
    const { whole } = fitted(sizes[0] ?? '', sizes[0] ?? '');
    expect(await frameSizes(exported.file), 'one size').toEqual([`${whole.width}x${whole.height}`]);
  }
  const shown = isCopied
    ? counters({ frames: await readFrames(exported.file) })
    : await readFitted(exported.file, recorded);
  // See `judgeMovingPage` for the one that can't be read.
  const readable = recorded.flatMap(({ counter }, index) => (counter === undefined ? [] : [index]));
  expect(readable.map((index) => shown[index])).toEqual(readable.map((index) => recorded[index]?.counter));
  await showInPlayer(library, exported);
  judgePlayedToEnd(await library.evaluate(playToEnd));
  if (await playsIn(await firefox, h264)) {
    judgePlayedToEnd(await (await firefox).playToEnd(exported.file));
  }
}

for (const [format, path] of [
  ['webm-vp9', 'GPU'],
  ['webm-vp8', 'GPU'],
  ['mp4-h264', 'software'],
] as const) {
  test.describe(`composited by ${path}`, () => {
    test.use({ launch: { args: [...compositing[path]] } });

    test(
      `a tab that is resized and zoomed while recording: ${format} decodes to its end, and is exported`,
      longIf(format === 'webm-vp8'),
      async ({ app, tab, firefox }) => {
        const start = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
        const ratios = await followPixelRatio(tab);
        expect(
          await startWith(app, { source: 'tab', format, timesliceMs: 500, followSize: true }, tab),
        ).toMatchObject({
          ok: true,
        });
        await waitForSlices(app, 1);
        await waitForSize(app, tab, start);
        await resize(app, tab, 900, 700);
        await waitForSize(app, tab, start);
        await zoomTab(app, 1.5);
        await resize(app, tab, 1100, 640);
        const resizedAt = Date.now();
        await waitUntilRecorded(app, resizedAt);
        await waitForSize(app, tab, start);
        await stop(app);
        const size = await scaledSize(tab, start);
        expect(await ratios(), 'zoomed by the user, and not by the recording').toEqual([1, 1.5]);
        await app.probe.evaluate(async () => {
          for (const { id } of await chrome.tabs.query({})) await chrome.tabs.setZoom(id as number, 0);
        });
        await resizeWindow(app, tab, 640, 480);
        const file = await downloadOnly(app);
        const { frames } = await judgeMovingPage(file);
        const clock = lastClock(frames);
        expect(clockDifferenceMs(clock, resizedAt), 'recorded to the end').toBeGreaterThan(0);
        const sizes = await frameSizes(file);
        expect(sizes.length, 'the frames have the size of the tab').toBeGreaterThan(2);
        expect(isSize(sizes.at(-1) ?? '', size), `${sizes.at(-1)} is ${JSON.stringify(size)}`).toBe(true);
        await judgeExport(app, firefox, file);
      },
    );
  });
}
