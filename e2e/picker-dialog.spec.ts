import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { waitForFrames } from './support/clock-on-disk';
import { compositing } from './support/compositing';
import { readRecordings } from './support/database';
import { atRest, type Display, locateAtRest, type Place } from './support/display';
import { downloadOnly } from './support/library';
import { longIf } from './support/long';
import { decodeMedia, frameSizes } from './support/media-file';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { often } from './support/often';
import { clickAway, openPopup } from './support/popup';
import { saveRecordedBytes } from './support/recorded-bytes';
import { readEdges } from './support/samples';
import { expectSaved } from './support/saved-card';
import {
  choose,
  inPopup,
  onlyRecording,
  readSafeMs,
  readSnapshot,
  startWith,
  stop,
  waitForSlices,
  waitForState,
  waitUntilSafe,
} from './support/session';
import { between, readSamples, toneLevel } from './support/sound';
import { resizeWindow } from './support/tabs';
import { test } from './support/test';
import { sentence } from './support/texts';

async function startByPicker(app: TestBrowser, tab: Page): Promise<void> {
  const popup = await openPopup(app, tab);
  await choose(popup, { source: 'Screen, window or tab…', timeslice: '250 ms' });
  await clickAway(popup);
}

test.describe('the browser’s picker', () => {
  test.use({ headed: true, launch: { permitted: false } });

  test('cancelled: nothing is recorded, and the popup says so', async ({ app, tab, desktop }) => {
    await startByPicker(app, tab);
    await desktop.window('Choose what to share');
    await expect
      .poll(async () => {
        await desktop.press('Escape');
        return desktop.countWindows('Choose what to share');
      }, often)
      .toBe(0);
    await waitForState(app, 'inactive');
    expect(await readRecordings(app.probe)).toEqual([]);
    await inPopup(app, tab, async (popup) => {
      await expect(popup.getByRole('alert')).toContainText(sentence('failurePermissionDismissedWhat'));
      await expect(popup.getByRole('button', { name: 'Start recording', exact: true })).toBeEnabled();
    });
  });
});

/** Where in the dialog the first item of each pane is, in px from its upper left corner. */
const firstThing = {
  monitor: { x: 150, y: 150 },
  window: { x: 125, y: 130 },
  browser: { x: 115, y: 81 },
} as const;

/** The color of the dialog's button "Share" once something is chosen, and the height of the dialog's lower part. */
const share = [0x42, 0x85, 0xf4] as const;
const buttonsHeight = 100;

/** Picks the first item of the pane on which the dialog opened, once it is there: before, a key would cancel. */
async function pickFirst(desktop: Display, surface: keyof typeof firstThing): Promise<void> {
  let button: Place | undefined;
  const isChosen = async () => {
    // The window manager may move it at first.
    const { x, y, width, height } = await desktop.window('Choose what to share');
    const buttons = { x, y: y + height - buttonsHeight, width, height: buttonsHeight };
    await desktop.click({ x: x + firstThing[surface].x, y: y + firstThing[surface].y });
    button = await desktop.locate(share, buttons);
    return button !== undefined;
  };
  await expect.poll(isChosen, { message: 'something is chosen', timeout: 30_000 }).toBe(true);
  const isShared = async () => {
    if (button !== undefined) await desktop.click(button);
    return desktop.countWindows('Choose what to share');
  };
  await expect.poll(isShared, { message: 'the dialog closes', timeout: 30_000 }).toBe(0);
}

test.describe('the browser’s picker opens on the chosen pane', () => {
  // A window whose aspect differs from the screen's.
  test.use({ headed: true, launch: { permitted: false, windowSize: [900, 800] } });

  for (const surface of ['monitor', 'window', 'browser'] as const) {
    // Tabs are picked in this dialog below, too.
    test(
      `a click there records it: ${surface}`,
      longIf(surface === 'browser'),
      async ({ app, tab, desktop }) => {
        await tab.bringToFront();
        const started = startWith(app, { source: 'picker', surface, resolution: 720 });
        await pickFirst(desktop, surface);
        expect(await started).toMatchObject({ ok: true });
        await waitForFrames(app, 10);
        const { width, height, durationMs } = await stop(app);
        const inner = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
        const outer = await tab.evaluate(() => ({ width: outerWidth, height: outerHeight }));
        // As large as fits into 1280 x 720, with the same aspect.
        const aspects = {
          monitor: 1600 / 1000,
          window: outer.width / outer.height,
          browser: inner.width / inner.height,
        };
        expect(Math.max(width / 1280, height / 720)).toBeLessThanOrEqual(1);
        const distances = Object.entries(aspects).map(([name, aspect]) => ({
          name,
          by: Math.abs(width / height - aspect),
        }));
        expect(distances.sort((one, other) => one.by - other.by)[0]).toMatchObject({ name: surface });
        const file = await downloadOnly(app);
        const { videoFrames, complaints } = await decodeMedia(file);
        expect(complaints).toEqual([]);
        // The browser's bar has moved the tab just after the click.
        expect(await frameSizes(file), 'one size').toEqual([`${width}x${height}`]);
        if (surface === 'browser')
          expect(Math.min(...(await readEdges(file))), 'no bars').toBeGreaterThan(90);
        expect(videoFrames).toBeGreaterThan(5);
        expect(videoFrames).toBeLessThan(60 * (durationMs / 1000 + 1));
      },
    );
  }
});

/** The color of the button "Stop sharing" in the browser's bar, and where "Share this tab instead" is from there. */
const stopSharing = [0x0b, 0x57, 0xd0] as const;
const insteadOffset = -176;
const barHeight = 160;

/** Where "Share this tab instead" is, once the bar has stopped moving. */
async function shareInstead(desktop: Display): Promise<Place> {
  const { x, y } = await locateAtRest(desktop, stopSharing, barHeight);
  return { x: x + insteadOffset, y };
}

/** Creates the offscreen document, and keeps what the user shares as `sharedStream`. */
async function keepShared(app: TestBrowser): Promise<void> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `{
      const open = MediaDevices.prototype.getDisplayMedia;
      MediaDevices.prototype.getDisplayMedia = async function (options) {
        return (globalThis.sharedStream = await open.call(this, options));
      };
    }`,
  );
}

/** Waits until the shared video has the aspect of the page. */
async function waitForAspect(app: TestBrowser, page: Page, timeout: number): Promise<void> {
  const aspect = await page.evaluate(() => innerWidth / innerHeight);
  const shared = () =>
    evaluateOffscreen(
      app,
      '(({ width, height }) => width / height)(sharedStream.getVideoTracks()[0].getSettings())',
    ) as Promise<number>;
  await expect.poll(shared, { intervals: [100], timeout }).toBeCloseTo(aspect, 1);
}

/** Expects a file whose size follows its source to end in a frame of that shape: width by height. */
async function expectShape(file: string, shape: number): Promise<void> {
  const [width = 0, height = 1] = ((await frameSizes(file)).at(-1) ?? '').split('x').map(Number);
  expect(width / height).toBeCloseTo(shape, 1);
}

/** Expects a file of one size to end in a frame with bars on both sides, and none above or below. */
async function expectNarrow(file: string): Promise<void> {
  const [left = 255, right = 255, above = 0, below = 0] = (await readEdges(file)).slice(-4);
  expect(Math.max(left, right), 'bars beside a narrower page').toBeLessThan(30);
  expect(Math.min(above, below), 'no bars above and below it').toBeGreaterThan(90);
}

/** Waits until seconds more are on disk. */
async function recordMore(app: TestBrowser): Promise<void> {
  await waitUntilSafe(app, (await readSafeMs(app)) + 2000);
}

for (const [path, followSize] of [
  ['software', false],
  ['software', true],
  ['GPU', false],
] as const) {
  test.describe(`a tab that was picked, composited by ${path}`, () => {
    test.use({
      headed: true,
      launch: { permitted: false, windowSize: [1000, 760], args: [...compositing[path]] },
    });

    test(
      `is switched in the browser’s bar: video and audio follow, and the size ${followSize ? 'too' : 'stays'}`,
      longIf(followSize || path === 'GPU'),
      async ({ app, tab, site, desktop }) => {
        test.setTimeout(300_000);
        await tab.goto(site.silent);
        await keepShared(app);
        await tab.bringToFront();
        const started = startWith(app, {
          source: 'picker',
          surface: 'browser',
          timesliceMs: 250,
          followSize,
        });
        await pickFirst(desktop, 'browser');
        expect(await started).toMatchObject({ ok: true });
        await waitForFrames(app, 10);

        const [other] = await Promise.all([
          app.context.waitForEvent('page'),
          app.probe.evaluate(
            (url) => chrome.windows.create({ url, left: 0, top: 0, focused: true }),
            site.tone(880),
          ),
        ]);
        await other.waitForLoadState();
        // Its shape can't be mistaken for the first tab's, which is 1.6 times as wide as high, or for its own later. A new
        // window has the size of the first, whatever is asked for.
        await resizeWindow(app, other, 1400, 700);
        const shape = () => other.evaluate(() => innerWidth / innerHeight);
        await expect.poll(shape, often).toBeGreaterThan(2);
        // A busy browser may miss a click on a bar that has only just opened.
        await expect(async () => {
          await desktop.click(await shareInstead(desktop));
          await waitForAspect(app, other, 10_000);
        }).toPass({ timeout: 90_000 });
        await recordMore(app);
        await resizeWindow(app, other, 1000, 940);
        await expect.poll(shape, often).toBeLessThan(1.4);
        await waitForAspect(app, other, 30_000);
        const { id } = await onlyRecording(app);
        const expectLast = async (file: string) =>
          followSize ? expectShape(file, await shape()) : expectNarrow(file);
        // A slow encoder takes its time.
        const recorded = async () => expectLast(await saveRecordedBytes(app.probe, id));
        await expect(recorded).toPass({ timeout: 90_000, intervals: [250] });
        await recordMore(app);
        const { progress } = await readSnapshot(app);
        const last = await shape();
        const { width, height } = await stop(app);
        const file = await downloadOnly(app);
        const { complaints, videoFrames, endsAt } = await decodeMedia(file);
        expect(complaints).toEqual([]);
        expect(videoFrames).toBeGreaterThanOrEqual(10);
        expect(videoFrames).toBeLessThan(60 * (endsAt + 1));
        const sizes = await frameSizes(file);
        if (followSize) {
          expect(sizes.length, 'the size follows the switch and the resize').toBeGreaterThan(2);
          await expectShape(file, last);
        } else {
          expect(sizes, 'one size').toEqual([`${width}x${height}`]);
          await expectNarrow(file);
        }
        const samples = await readSamples(file);
        expect(toneLevel(between(samples, 0.3, 0.8), 880), 'silent at first').toBeLessThan(-60);
        // The browser may end the audio with the switch: then video recording continues, and the popup says so.
        if (progress?.sourceSoundGone) return;
        // A busy machine may break the tone.
        const later = toneLevel(between(samples, endsAt - 1.2, endsAt - 0.4), 880);
        expect(later, 'the sound follows').toBeGreaterThan(-20);
      },
    );
  });
}

test.describe('a popup that closes with the click', () => {
  test.use({ headed: true, launch: { permitted: false, windowSize: [1000, 760] } });

  test('doesn’t keep the browser’s picker from opening', async ({ app, tab, desktop }) => {
    const popup = await openPopup(app, tab);
    await choose(popup, { source: 'Screen, window or tab…', timeslice: '250 ms' });
    await popup.getByRole('combobox', { name: 'Picker opens on' }).selectOption('browser');
    await popup
      .evaluate(() => {
        const buttons = [...document.querySelectorAll('button')];
        buttons.find((button) => button.textContent?.startsWith('Start recording'))?.click();
        window.close();
      })
      .catch(() => undefined);
    await pickFirst(desktop, 'browser');
    await waitForState(app, 'recording');
    await waitForSlices(app, 2);
    expect(await stop(app)).toMatchObject({ state: 'complete', source: 'picker' });
  });
});

test.describe('the whole screen', () => {
  const args = ['--auto-select-desktop-capture-source=Entire screen'];
  test.use({ headed: true, launch: { permitted: false, args } });

  test('“Stop sharing” ends the recording and saves it', async ({ app, tab, desktop }) => {
    await startByPicker(app, tab);
    await waitForState(app, 'recording');
    await waitForFrames(app, 10);
    // The button is right of the middle; "Hide" is at the end.
    const button = await atRest(async () => {
      const { x, y, width, height } = await desktop.window('is sharing your screen');
      return { x: x + 0.72 * width, y: y + height / 2 };
    });
    await desktop.click(button);
    await expect.poll(() => desktop.countWindows('is sharing your screen'), often).toBe(0);
    await waitForState(app, 'inactive');
    await expectSaved(app, tab);
    const recording = await onlyRecording(app);
    expect(recording).toMatchObject({ state: 'complete', source: 'picker', width: 1600, height: 1000 });
    const { videoFrames, complaints } = await decodeMedia(await downloadOnly(app));
    expect(complaints).toEqual([]);
    expect(videoFrames).toBeGreaterThanOrEqual(10);
    expect(videoFrames).toBeLessThan(60 * (recording.durationMs / 1000 + 1));
  });
});
