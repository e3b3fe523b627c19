import { rename } from 'node:fs/promises';
import { extname } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type ColorMatrix, vp8Matrix } from '../../src/domain/color';
import type { FormatId } from '../../src/domain/format';
import { insetArea } from '../../src/domain/inset-layout';
import type { CaptureOptions } from '../../src/domain/options';
import type { Size } from '../../src/domain/picture-box';
import type { LaunchOptions, TestBrowser } from './browser';
import { colorPage, palette, paletteColumns, paletteIn } from './colors';
import { compositing } from './compositing';
import { articles, download, openLibrary } from './library';
import { decodeMedia, probeMedia } from './media-file';
import { filmSize, paletteCamera } from './palette-film';
import type { Color, Place } from './samples';
import { ask, startWith, untilSnapshot, waitForState } from './session';
import type { Site } from './site';

/** How a browser composites. */
export type Compositing = keyof typeof compositing;

/** What is recorded. */
export type ColorSource = keyof typeof sources;

/** A recording of the palette. */
export interface ColorFile {
  readonly file: string;
  readonly source: ColorSource;
  readonly format: FormatId;
  /** By which its samples are made. */
  readonly matrix: ColorMatrix;
  /** Of its picture, in px. */
  readonly height: number;
  /** Places in its picture. */
  readonly places: readonly Place[];
  /** The color at each of them: each is one of the palette. */
  readonly wanted: readonly Color[];
}

interface Recorded {
  readonly app: TestBrowser;
  readonly tab: Page;
  readonly site: Site;
}

/**
 * A tab's matrix is that of the compositing, a screen's and a camera's is BT.601. VP8 passes the worker to be converted, but
 * for a camera; a tab is less than 720 lines high here, and a screen higher.
 */
const sources = {
  tab: { isTab: true, isComposited: true, isWorked: true, options: { source: 'tab' } },
  'picked tab': {
    isTab: false,
    isComposited: true,
    isWorked: true,
    options: { source: 'picker', surface: 'browser' },
  },
  'tab with a camera': {
    isTab: true,
    isComposited: true,
    isWorked: true,
    options: { source: 'tab', inset: true, insetShape: 'square', insetSize: 'large' },
  },
  camera: { isTab: false, isComposited: false, isWorked: false, options: { source: 'camera' } },
  window: {
    isTab: false,
    isComposited: true,
    isWorked: true,
    options: { source: 'picker', surface: 'window' },
  },
  monitor: {
    isTab: false,
    isComposited: false,
    isWorked: true,
    options: { source: 'picker', surface: 'monitor' },
  },
} as const satisfies Record<string, Source>;

interface Source {
  /** Whether the extension is invoked on the tab. */
  readonly isTab: boolean;
  readonly isComposited: boolean;
  /** Whether its frames pass the worker of the inset. */
  readonly isWorked: boolean;
  readonly options: Partial<CaptureOptions>;
}

/** Everything that has colors. */
export const colorSources = Object.keys(sources) as readonly ColorSource[];

/** Whether it is recorded from a screen, so the browser is visible. */
export function isOnScreen(source: ColorSource): source is 'window' | 'monitor' {
  return source === 'window' || source === 'monitor';
}

/** How a browser is started in which that can be recorded. All that needs no screen is recorded in one browser. */
export function launchFor(source: ColorSource, path: Compositing): LaunchOptions {
  if (isOnScreen(source)) {
    const choice =
      source === 'monitor'
        ? '--auto-select-desktop-capture-source=Entire screen'
        : '--auto-select-window-capture-source-by-title=Colors';
    // A window high enough that players read VP8 of it by BT.709, into which it is converted.
    return { windowSize: [900, 800], permitted: false, args: [choice, ...compositing[path]] };
  }
  return {
    windowSize: [640, 480],
    devices: true,
    answers: { camera: 'allow' },
    args: ['--auto-select-tab-capture-source-by-title=Colors', paletteCamera, ...compositing[path]],
  };
}

/** Records a page of these colors, or a camera that shows the palette, for a second in each format. */
export async function recordColors(
  recorded: Recorded,
  source: ColorSource,
  path: Compositing,
  formats: readonly FormatId[],
  colors: readonly Color[] = palette,
): Promise<ColorFile[]> {
  const { app, tab, site } = recorded;
  await tab.goto(colorPage(site, colors));
  await tab.bringToFront();
  const { options, isTab, isComposited, isWorked } = sources[source];
  let part = await partOf(tab, source);
  for (const format of formats) {
    // In a second, the default bitrate doesn't reach the colors of a large picture; nor does VP8 in high quality.
    const quality = isOnScreen(source) ? ('high' as const) : ('balanced' as const);
    const recordedMs = isOnScreen(source) && format === 'webm-vp8' ? 2500 : 1000;
    const changes = { timesliceMs: 250, format, quality, ...options };
    expect(await startWith(app, changes, isTab ? tab : undefined)).toMatchObject({ ok: true });
    // What a screen's frames state is right, so nothing is found out.
    await untilSnapshot(
      app,
      ({ progress }, { isFound, ms }) =>
        (progress?.safeMs ?? 0) > ms && (!isFound || progress?.matrix !== undefined),
      { isFound: source !== 'monitor', ms: recordedMs },
    );
    // The browser's bar may have moved the page.
    part = await partOf(tab, source);
    expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
    await waitForState(app, 'inactive');
  }
  const library = await openLibrary(app);
  const files: ColorFile[] = [];
  for (const [index, format] of formats.entries()) {
    // The newest is the first.
    const { file: named } = await download(library, articles(library).nth(formats.length - 1 - index));
    // Recordings of the same minute have the same name.
    const file = `${named}.${format}${extname(named)}`;
    await rename(named, file);
    const [{ complaints }, { video }] = await Promise.all([decodeMedia(file), probeMedia(file)]);
    expect(complaints).toEqual([]);
    const size = { width: Number(video?.width), height: Number(video?.height) };
    const made = isComposited && path === 'GPU' ? 'bt709' : 'bt601';
    const matrix = isWorked && format === 'webm-vp8' ? vp8Matrix(size.height) : made;
    files.push({
      file,
      source,
      format,
      matrix,
      height: size.height,
      ...placesIn(source, size, part, colors),
    });
  }
  await library.close();
  return files;
}

/** Where the page is in what is recorded from a screen. */
async function partOf(tab: Page, source: ColorSource): Promise<Place & Size> {
  const page = await tab.evaluate(() => ({
    left: screenX + outerWidth - innerWidth,
    top: screenY + outerHeight - innerHeight,
    screenX,
    screenY,
    width: innerWidth,
    height: innerHeight,
  }));
  const origin = source === 'monitor' ? { x: 0, y: 0 } : { x: page.screenX, y: page.screenY };
  return { x: page.left - origin.x, y: page.top - origin.y, width: page.width, height: page.height };
}

function placesIn(
  source: ColorSource,
  size: Size,
  part: Place & Size,
  colors: readonly Color[],
): Pick<ColorFile, 'places' | 'wanted'> {
  if (isOnScreen(source)) return { places: paletteIn(part, part), wanted: colors };
  if (source === 'camera') return { places: paletteIn(size, { x: 0, y: 0 }, 1), wanted: palette };
  const tab = paletteIn(size).map((place, index) => ({ place, color: colors[index] as Color }));
  if (source !== 'tab with a camera') return { places: tab.map(({ place }) => place), wanted: colors };
  const { options } = sources[source];
  const { x, y, side } = insetArea(size.width, size.height, {
    corner: 'bottom-right',
    size: options.insetSize,
  });
  const free = tab.filter(({ place }) => place.x < x - 4 || place.y < y - 4);
  // The inset shows the square in the middle of the camera's picture, where both columns in the middle are whole.
  const scale = side / filmSize.height;
  const cut = (filmSize.width - filmSize.height) / 2;
  const camera = paletteIn(filmSize, { x: 0, y: 0 }, 1).flatMap((place, index) =>
    index % paletteColumns === 1 || index % paletteColumns === 2
      ? [
          {
            place: { x: Math.round(x + (place.x - cut) * scale), y: Math.round(y + place.y * scale) },
            color: palette[index] as Color,
          },
        ]
      : [],
  );
  const both = [...free, ...camera];
  return { places: both.map(({ place }) => place), wanted: both.map(({ color }) => color) };
}
