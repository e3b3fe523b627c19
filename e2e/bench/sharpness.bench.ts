import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import type { CaptureOptions } from '../../src/domain/options';
import { type LaunchOptions, launchBrowser, type TestBrowser } from '../support/browser';
import { openDisplay } from '../support/display';
import { downloadOnly } from '../support/library';
import { readFrames } from '../support/picture';
import { cpuSecondsOf } from '../support/process-figures';
import { processesOf } from '../support/processes';
import { run } from '../support/run';
import { recordFor, startWith, stop } from '../support/session';
import { median } from '../support/sound';
import { resizeTab } from '../support/tabs';
import { test } from '../support/test';

// `npm run bench:sharpness`: how sharp small text is if the track of a tab or a window is recorded, and if its frames pass
// through the worker of the camera inset, at the same bitrate. Writes docs/benchmarks/sharpness.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/sharpness.md', import.meta.url));
const size = { width: 1280, height: 720 } as const;
const seconds = 6;
const rounds = Number(env['TIMESLICE_BENCH_ROUNDS'] ?? 1);
/** How many frames are compared, evenly spread over the recording. */
const compared = 8;

type Ways = Readonly<Record<'direct' | 'worker', Partial<CaptureOptions>>>;

interface Source {
  readonly formats: readonly FormatId[];
  readonly launch: LaunchOptions;
  readonly isOnScreen: boolean;
  readonly ways: Ways;
}

const sources: Readonly<Record<string, Source>> = {
  tab: {
    formats: ['webm-vp8', 'webm-vp9', 'webm-av1', 'mp4-h264'],
    launch: { devices: true, answers: { camera: 'allow' }, windowSize: [1280, 900] },
    isOnScreen: false,
    ways: {
      direct: { source: 'tab', insetLater: false },
      worker: { source: 'tab', insetLater: true },
    },
  },
  window: {
    // VP8 of what was picked passes the worker in any case, for its colors.
    formats: ['webm-vp9', 'webm-av1', 'mp4-h264'],
    launch: { permitted: false, args: ['--auto-select-window-capture-source-by-title=Text'] },
    isOnScreen: true,
    ways: {
      direct: { source: 'picker', surface: 'window', followSize: true },
      worker: { source: 'picker', surface: 'window', followSize: false },
    },
  },
};

/** How sharp one recording is, and what it cost. */
interface Figures {
  /** The structural similarity of its worst frame, and the mean one. */
  readonly worst: number;
  readonly mean: number;
  readonly kbps: number;
  readonly fps: number;
  /** CPU seconds per second. */
  readonly cpu: number;
}

/** The digits behind the point, in the order of the columns. */
const digits: Readonly<Record<keyof Figures, number>> = { worst: 3, mean: 3, kbps: 0, fps: 1, cpu: 2 };

test('how sharp text is, recorded directly and through the worker', async ({ site }) => {
  const display = await openDisplay();
  const lines: string[] = [];
  try {
    for (const [name, source] of Object.entries(sources)) {
      for (const format of source.formats) {
        for (const text of ['still', 'scrolling'] as const) {
          const page = `${site.origin}/text${text === 'still' ? '' : '?scroll'}`;
          const measured: Record<keyof Ways, Figures[]> = { direct: [], worker: [] };
          for (let round = 0; round < rounds; round += 1) {
            for (const way of ['direct', 'worker'] as const) {
              const options = { format, ...source.ways[way] };
              measured[way].push(await measure(page, source, options, display.name));
            }
          }
          for (const [way, all] of Object.entries(measured)) {
            lines.push(`| ${[name, format, text, way, ...cellsOf(all)].join(' | ')} |`);
            console.log(lines.at(-1));
          }
        }
      }
    }
  } finally {
    await display.close();
  }
  writeFileSync(report, `${[...head(), ...lines].join('\n')}\n`);
});

async function measure(
  page: string,
  { launch, isOnScreen }: Source,
  options: Partial<CaptureOptions>,
  display: string,
): Promise<Figures> {
  const app = await launchBrowser({ ...launch, ...(isOnScreen && { display }) });
  try {
    const tab = await app.context.newPage();
    await tab.goto(page);
    // A window in full screen shows nothing but its page.
    if (isOnScreen) await showFullScreen(app, tab);
    else await resizeTab(app, tab, size);
    await tab.bringToFront();
    expect(await startWith(app, options, options.source === 'tab' ? tab : undefined)).toMatchObject({
      ok: true,
    });
    const [before, since] = [cpuOf(app), performance.now()];
    await recordFor(app, seconds * 1000);
    const cpu = (cpuOf(app) - before) / ((performance.now() - since) / 1000);
    await stop(app);
    const file = await downloadOnly(app);
    await tab.bringToFront();
    const { frames, ssim } = await compare(file, tab);
    return {
      worst: Math.min(...ssim),
      mean: ssim.reduce((sum, value) => sum + value, 0) / ssim.length,
      kbps: (statSync(file).size * 8) / 1000 / seconds,
      fps: frames / seconds,
      cpu,
    };
  } finally {
    await app.dispose();
  }
}

/** The median of each figure over the rounds; of several, the least and the greatest too. */
function cellsOf(all: readonly Figures[]): string[] {
  return Object.entries(digits).map(([figure, places]) => {
    const values = all.map((figures) => figures[figure as keyof Figures]);
    const [middle, least, greatest] = [median(values), Math.min(...values), Math.max(...values)];
    const range = all.length > 1 ? ` (${least.toFixed(places)}–${greatest.toFixed(places)})` : '';
    return `${middle.toFixed(places)}${range}`;
  });
}

async function showFullScreen(app: TestBrowser, tab: Page): Promise<void> {
  const session = await app.context.newCDPSession(tab);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'fullscreen' } });
  await session.detach();
  await tab.waitForFunction(() => innerWidth === screen.width && innerHeight === screen.height);
}

function cpuOf(app: TestBrowser): number {
  return processesOf(app).reduce((sum, process) => sum + cpuSecondsOf(process), 0);
}

/** The structural similarity of frames of the file to what the page showed then, below the counter. */
async function compare(file: string, tab: Page): Promise<{ frames: number; ssim: number[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'timeslice-sharpness-'));
  try {
    const frames = await readFrames(file);
    const ssim: number[] = [];
    for (let at = 1; at <= compared; at += 1) {
      const index = Math.floor((frames.length - 1) * (at / compared));
      const counter = frames[index]?.counter;
      if (counter === undefined) throw new Error(`No counter in frame ${index}`);
      await tab.evaluate(
        (number) => (globalThis as unknown as { paint(n: number): void }).paint(number),
        counter,
      );
      const [shown, recorded] = [join(folder, 'shown.png'), join(folder, 'recorded.png')];
      await tab.screenshot({ path: shown });
      const select = `select=eq(n\\,${index})`;
      await run('ffmpeg', [
        '-nostdin',
        '-v',
        'error',
        '-y',
        '-i',
        file,
        '-vf',
        select,
        '-frames:v',
        '1',
        '-pix_fmt',
        'gray',
        recorded,
      ]);
      const part = 'format=gray,crop=iw:ih*0.6:0:ih*0.36';
      const graph = `[0:v]${part}[one];[1:v]${part}[other];[one][other]ssim`;
      const { stderr } = await run('ffmpeg', [
        '-nostdin',
        '-i',
        shown,
        '-i',
        recorded,
        '-lavfi',
        graph,
        '-f',
        'null',
        '-',
      ]);
      ssim.push(Number(/All:([\d.]+)/.exec(stderr)?.[1]));
    }
    return { frames: frames.length, ssim };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function head(): string[] {
  return [
    '# Sharpness of text',
    '',
    `Written by \`npm run bench:sharpness\` on ${new Date().toISOString().slice(0, 10)}: Chromium, software compositing, ${cpus().length} cores, a page with text`,
    `of 12 px, 30 fps, quality "Balanced", ${seconds} s each: a tab of ${size.width} x ${size.height} px in a headless browser, and a picked`,
    "window in full screen, of 1600 x 1000 px. `direct` records the source's own track; `worker` passes its frames,",
    'untouched, through the worker of the camera inset, as a window of one size does. SSIM of the brightness, of',
    `${compared} frames, against a screenshot of the page at the same moment: 1 is the same. Rounds: ${rounds}. Medians, and`,
    'in brackets the least and the greatest of several rounds; each round measures both ways in turn.',
    '',
    "One round can't tell the two ways apart in every format: see “The inset's pipeline is built only on request” in",
    '[decisions](../decisions.md).',
    '',
    '| Source | Format | Text | Way | SSIM, worst | SSIM, mean | kbps | Frames per second | CPU s/s |',
    '|---|---|---|---|--:|--:|--:|--:|--:|',
  ];
}
