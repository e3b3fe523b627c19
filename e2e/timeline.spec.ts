import { writeFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { pause } from './support/cutting';
import { readSlices } from './support/database';
import { openLab } from './support/lab';
import type { PlainTimeline } from './support/lab/timeline';
import { followPlayer } from './support/layout';
import { articles, download, openLibrary } from './support/library';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { often } from './support/often';
import { readFrames } from './support/picture';
import { killBrowser } from './support/processes';
import { ask, onlyRecording, startWith, stop, waitForState, waitUntilSafe } from './support/session';
import { readBeepTimes } from './support/sound';
import { test } from './support/test';

test.use({ shared: true });

/** A peak of a beep, whose amplitude is 0.5, of 255; between the beeps there is silence. */
const loud = 64;

/** A level is that of the last 170 ms, and a timer of a busy machine may be late, in s. */
const slack = 0.4;

/** Notes what no level was read of, in s since the recorder began: a level is that of the last 170 ms, and one may be late. */
async function logUnread(app: TestBrowser): Promise<void> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `{
      const { start } = MediaRecorder.prototype;
      const { getFloatTimeDomainData } = AnalyserNode.prototype;
      globalThis.unread = [];
      let begun, last;
      MediaRecorder.prototype.start = function (...options) {
        last = begun = performance.now();
        return start.apply(this, options);
      };
      AnalyserNode.prototype.getFloatTimeDomainData = function (samples) {
        const now = performance.now();
        const from = now - (samples.length / this.context.sampleRate) * 1000;
        // A beep lasts 100 ms: what is left of it is loud enough.
        if (from > last + 60) unread.push([(last - begun) / 1000, (from - begun) / 1000]);
        last = now;
        return getFloatTimeDomainData.call(this, samples);
      };
    }`,
  );
}

/** How far a peak may be from the beginning of a beep of 100 ms, in s. */
interface Reach {
  readonly before: number;
  readonly after: number;
}

/** Of levels of the last 170 ms, each noted in the tenth in which it was read, or in the one before as well. */
const ofLevels: Reach = { before: 0.3, after: slack };

/** Of what was decoded. */
const ofSamples: Reach = { before: 0.1, after: 0.3 };

/**
 * Each beep of the file is a peak, and each peak is a beep.
 *
 * @param isRead whether the peak of a beep that begins then is there
 * @param pausedAt in s: beeps beside a pause are not recognized (`readBeepTimes`), nor is the first one of a file
 */
function expectBeeps(
  peaks: readonly number[] | undefined,
  beeps: readonly number[],
  { before, after }: Reach,
  pausedAt: number,
  isRead: (beep: number) => boolean = () => true,
): void {
  const peakTimes = (peaks ?? []).flatMap((peak, index) => (peak >= loud ? [(index + 0.5) / 10] : []));
  const isOf = (beep: number, time: number) => time > beep - before && time < beep + after;
  const read = beeps.filter(isRead);
  expect(read.length).toBeGreaterThan(2);
  for (const beep of read) {
    const near = peakTimes.filter((time) => isOf(beep, time));
    expect(near.length, `a peak at the beep at ${beep} s, in ${peakTimes}`).toBeGreaterThan(0);
  }
  const [first = 0, last = 0] = [beeps[0], beeps.at(-1)];
  const stray = peakTimes
    .filter((time) => time > first && time < last && Math.abs(time - pausedAt) > 2 * slack)
    .filter((time) => !beeps.some((beep) => isOf(beep, time)));
  expect(stray, `peaks without a beep, of those at ${beeps}`).toEqual([]);
}

/** The frame counter that a canvas shows. */
async function readCounter(picture: Locator): Promise<number | undefined> {
  const png = await picture.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  return readPicture(png.replace(/^.*,/, ''), 'png');
}

/** The frame counter that a picture shows. */
async function readPicture(base64: string, extension: string): Promise<number | undefined> {
  const file = test.info().outputPath(`picture.${extension}`);
  await writeFile(file, base64, 'base64');
  return (await readFrames(file))[0]?.counter;
}

/** The frame counters that pictures show. */
async function readPictures(pictures: readonly string[]): Promise<readonly (number | undefined)[]> {
  const counters: (number | undefined)[] = [];
  for (const each of pictures) counters.push(await readPicture(each, 'webp'));
  return counters;
}

/** Whether a page decodes frames for the pointer: held up, it shows only what was kept. */
function holdFrames(page: Page, isHeld: boolean): Promise<void> {
  return page.evaluate((held) => {
    const kept = globalThis as { decodeBitmap?: typeof createImageBitmap };
    kept.decodeBitmap ??= createImageBitmap;
    const decode = kept.decodeBitmap as (...of: unknown[]) => Promise<ImageBitmap>;
    globalThis.createImageBitmap = (...of: unknown[]) =>
      held && of[0] instanceof HTMLVideoElement ? new Promise(() => undefined) : decode(...of);
  }, isHeld);
}

const play = (article: Locator) => article.getByRole('button', { name: 'Play', exact: true }).click();
const closePlayer = (article: Locator) => article.getByRole('button', { name: 'Close player' }).click();
const waveform = (player: Locator) => player.getByRole('img', { name: 'Audio waveform' });
const framesWorkers = (urls: readonly string[]) => urls.filter((url) => url.includes('frames-worker'));
const peaksWorkers = (page: Page) => page.workers().filter((worker) => worker.url().includes('peaks-worker'));

test('the timeline shows what was stored while recording: audio, slices and a pause, and decodes nothing', async ({
  app,
  tab,
}) => {
  await logUnread(app);
  expect(await startWith(app, { source: 'tab', format: 'webm-vp9', timesliceMs: 250 }, tab)).toMatchObject({
    ok: true,
  });
  await waitUntilSafe(app, 4500);
  expect(await ask(app, { to: 'background', name: 'pause' })).toMatchObject({ ok: true });
  await waitForState(app, 'paused');
  expect(await ask(app, { to: 'background', name: 'resume' })).toMatchObject({ ok: true });
  await waitUntilSafe(app, 6500);
  const unread = (await evaluateOffscreen(app, 'unread')) as [number, number][];
  const { id, sliceCount, durationMs, bytes } = await stop(app);
  const lab = await openLab(app.probe);
  const stored = await lab.run('timelineOf', id);

  const rows = await readSlices(app.probe);
  expect(stored.bytes).toHaveLength(sliceCount);
  expect(stored.bytes.reduce((sum, size) => sum + size, 0)).toBe(bytes);
  // A draft of one slice was written when the recording was paused.
  const drafted = rows.filter(({ size }, index) => size !== stored.bytes[index]);
  expect(drafted.length).toBeLessThanOrEqual(1);
  expect(stored.endMs.at(-1)).toBe(durationMs);
  expect(stored.commitMs.every((ms) => ms !== null && ms > 0)).toBe(true);
  expect(stored.peaks).toHaveLength(Math.ceil(durationMs / 100));
  // A slow disk or a busy machine may stall, which is noted too.
  const pauses = stored.events
    .filter((event) => event.what !== 'frozen')
    .filter(({ what }) => what === 'paused');
  expect(pauses).toMatchObject([{ what: 'paused', lastedMs: expect.any(Number) }]);
  const pausedAt = pauses[0]?.atMs ?? Number.NaN;
  expect(pausedAt).toBeGreaterThan(4500);

  const library = await openLibrary(app);
  const workers: string[] = [];
  library.on('worker', (worker) => workers.push(worker.url()));
  const article = articles(library);
  const { file } = await download(library, article);
  // The level is read ten times per second: what began in the last tenth may not have been.
  const beeps = (await readBeepTimes(file)).filter((beep) => beep < durationMs / 1000 - 0.2);
  // Nor may what began in the last tenth before the pause, or while the recorder stood still.
  const lastedS = (pauses[0]?.lastedMs ?? 0) / 1000;
  const isRead = (beep: number) =>
    Math.abs(beep - pausedAt / 1000) > slack &&
    unread.every(([from, until]) => beep < from - lastedS - slack || beep > until + slack);
  expectBeeps(stored.peaks, beeps, ofLevels, pausedAt / 1000, isRead);

  const opened = await followPlayer(library);
  await play(article);
  expect(await opened(article), 'nothing moves under the pointer').toHaveLength(1);
  const drawn = await waveform(article).locator('path').getAttribute('d');
  await pause(article);
  const slices = article.getByRole('slider', { name: 'Slices' });
  await slices.press('Home');
  await slices.press('ArrowRight');
  await expect(slices).toHaveAttribute('aria-valuenow', '2');
  const said = (await slices.getAttribute('aria-valuetext')) ?? '';
  const [, size, commit] =
    new RegExp(`^Slice 2 of ${sliceCount}: (.*) kB, saved in (.*) ms$`).exec(said) ?? [];
  expect(Number(size), said).toBeCloseTo((stored.bytes[1] ?? 0) / 1000, 0);
  expect(Math.abs(Number(commit) - (stored.commitMs[1] ?? 0)), said).toBeLessThanOrEqual(0.5);
  const plotted = slices.locator('path');
  await expect(plotted, 'sizes and commits').toHaveCount(2);
  for (const bars of await plotted.all()) expect(await bars.getAttribute('d')).not.toBe('');
  await expect(slices).toHaveAccessibleDescription(
    new RegExp(`^${sliceCount} slices ?Largest: .* kB ?Slowest commit: .* ms$`),
  );
  const marks = await article.locator('rect[data-kind]').evaluateAll((all) =>
    all.map((mark) => ({
      kind: mark.getAttribute('data-kind'),
      share:
        Number(mark.getAttribute('x')) /
        ((mark as SVGElement).viewportElement as SVGSVGElement).viewBox.baseVal.width,
    })),
  );
  expect(marks.map(({ kind }) => kind)).toEqual(
    stored.events.map(({ what }) => (what === 'paused' ? 'pause' : 'warning')),
  );
  // By the file: the last frame is shown for a while after the recorder's own end.
  const fileMs = await article.locator('video').evaluate((video: HTMLVideoElement) => 1000 * video.duration);
  for (const [index, { atMs }] of stored.events.entries()) {
    // A mark at the end is drawn whole: it is 5 of 600 wide.
    const share = Math.min(atMs / fileMs, 595 / 600);
    expect(marks[index]?.share, `event ${index}`).toBeCloseTo(share, 2);
  }
  await article.getByText(new RegExp(`^${stored.events.length} events?$`)).click();
  await article.getByRole('button', { name: /Paused for/ }).click();
  const position = article.getByRole('slider', { name: 'Position' });
  await expect
    .poll(() => position.evaluate((input: HTMLInputElement) => input.valueAsNumber))
    .toBeCloseTo(pausedAt, -1);
  expect(workers.filter((url) => url.includes('peaks-worker'))).toEqual([]);

  const frames = await readFrames(file);
  const picture = article.locator('canvas').filter({ visible: true });
  /** A player that was opened again may be elsewhere. */
  const point = async (share: number) => {
    const box = await slices.boundingBox();
    if (box === null) throw new Error('The slices are not drawn');
    await library.mouse.move(box.x + share * box.width, box.y + box.height / 2);
  };

  // Before a frame is decoded, the nearest of those that were kept.
  const kept = await readPictures(await lab.run('storyboardOf', id));
  expect(kept.length, 'one for each two seconds, but for what a busy machine was late for').toBeGreaterThan(
    1,
  );
  const counters = new Set(frames.map(({ counter }) => counter));
  expect(kept.filter((counter) => !counters.has(counter))).toEqual([]);
  expect(kept).toEqual(kept.toSorted((one, other) => (one ?? 0) - (other ?? 0)));
  const times = stored.picturesMs ?? [];
  expect(times).toHaveLength(kept.length);
  await holdFrames(library, true);
  for (const [index, atMs] of times.entries()) {
    await point(atMs / durationMs);
    await expect.poll(() => readCounter(picture), often).toBe(kept[index]);
  }
  await closePlayer(article);
  await holdFrames(library, false);
  await play(article);
  await pause(article);

  for (const share of [0.3, 0.8]) {
    await point(share);
    const moment = picture.locator('xpath=following-sibling::span[1]');
    const readMoment = async () => Number((await moment.textContent())?.replace('0:', ''));
    await expect.poll(readMoment, often).toBeCloseTo((share * durationMs) / 1000, 0);
    const from = await readMoment();
    // What the recording shows in this tenth of a second. Chromium takes each frame to last as long as they do on average
    // (docs/decisions.md, "A step shows each frame"), so it may show the one before.
    const averageS = (frames.at(-1)?.time ?? 0) / Math.max(1, frames.length - 1);
    const first = frames.findLastIndex(({ time }) => time <= from);
    const early = frames.findIndex(({ time }) => time > from - averageS);
    const shown = frames
      .slice(Math.max(0, Math.min(first - 1, early)))
      .filter(({ time }) => time < from + 0.1)
      .map(({ counter }) => counter);
    const wrong = async () =>
      [await readCounter(picture)].filter((counter) => counter === undefined || !shown.includes(counter));
    await expect.poll(wrong, { message: `the frame at ${from} s, of ${shown}`, ...often }).toEqual([]);
  }
  expect(framesWorkers(workers)).toEqual([]);
  await closePlayer(article);

  // Packed, it shows the same.
  expect(await lab.run('packRecording', id)).toBeLessThan(rows.length);
  const known = (timeline: PlainTimeline) => ({
    ...timeline,
    commitMs: timeline.commitMs.map((ms) => Math.round(ms ?? -1)),
    endMs: timeline.endMs.map(Math.round),
  });
  expect(known(await lab.run('timelineOf', id))).toEqual(known(stored));

  // A recording of an earlier version has neither peaks nor pictures: they are made in workers, once.
  await lab.run('forgetTimeline', id);
  const forgotten = await lab.run('timelineOf', id);
  expect([forgotten.peaks, forgotten.picturesMs]).toEqual([undefined, undefined]);
  await play(article);
  await expect(waveform(article)).toBeVisible();
  expect(await waveform(article).locator('path').getAttribute('d')).not.toBe(drawn);
  expect(workers.filter((url) => url.includes('peaks-worker'))).toHaveLength(1);
  await expect.poll(() => peaksWorkers(library).length).toBe(0);
  expectBeeps((await lab.run('timelineOf', id)).peaks, beeps, ofSamples, pausedAt / 1000);
  await pause(article);
  await point(0.5);
  await expect
    .poll(async () => (await lab.run('timelineOf', id)).picturesMs?.length ?? 0, often)
    .toBeGreaterThan(1);
  const made = await readPictures(await lab.run('storyboardOf', id));
  expect(made.filter((counter) => !counters.has(counter))).toEqual([]);
  expect(framesWorkers(workers)).toHaveLength(1);
  await closePlayer(article);
  await play(article);
  await expect(waveform(article)).toBeVisible();
  await pause(article);
  await point(0.4);
  await expect(picture).toBeVisible();
  expect(workers.filter((url) => url.includes('peaks-worker'))).toHaveLength(1);
  expect(framesWorkers(workers)).toHaveLength(1);
});

test('a killed browser leaves the peaks, sizes and commits of everything that is on disk', async ({
  launchOwn,
  site,
}) => {
  const first = await launchOwn({ windowSize: [640, 480] });
  const tab = await first.context.newPage();
  await tab.goto(site.moving);
  expect(await startWith(first, { source: 'tab', format: 'webm-vp9', timesliceMs: 250 }, tab)).toMatchObject({
    ok: true,
  });
  await waitUntilSafe(first, 3000);
  await killBrowser(first);
  const again = await launchOwn({ profile: first.profile });
  await expect.poll(async () => (await onlyRecording(again)).state).toBe('interrupted');
  const { id, sliceCount, durationMs } = await onlyRecording(again);
  const { peaks, bytes, commitMs } = await (await openLab(again.probe)).run('timelineOf', id);
  expect(bytes).toHaveLength(sliceCount);
  expect(commitMs.map((ms) => ms !== null)).toEqual(bytes.map((_, index) => index < bytes.length - 1));
  expect(durationMs).toBeGreaterThan(3000);
  expect(peaks).toHaveLength(Math.ceil(durationMs / 100));
  expect(peaks?.some((peak) => peak >= loud)).toBe(true);
});
