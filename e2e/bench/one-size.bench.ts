import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { env, version } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import type { CaptureOptions } from '../../src/domain/options';
import type { Size } from '../../src/domain/picture-box';
import { createConversion } from '../../src/recorder/picture/inset/convert';
import { memoryLayout, pictureIn } from '../../src/recorder/picture/inset/picture';
import { type LaunchOptions, launchBrowser, type TestBrowser } from '../support/browser';
import { compositing } from '../support/compositing';
import { openDisplay } from '../support/display';
import { downloadOnly } from '../support/library';
import { decodeMedia } from '../support/media-file';
import { cpuSecondsOf } from '../support/process-figures';
import { processesOf } from '../support/processes';
import { recordFor, startWith, stop } from '../support/session';
import { median } from '../support/sound';
import { resizeTab } from '../support/tabs';
import { test } from '../support/test';

// `npm run bench:one-size`: what it costs that the video of what was picked has one size, and that VP8 of
// it is converted to the matrix that players read. Writes docs/benchmarks/one-size.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/one-size.md', import.meta.url));
const seconds = 5;
const convertedFrames = 200;
const rounds = Number(env['TIMESLICE_BENCH_ROUNDS'] ?? 1);

/** The tab, which fills the window but for the browser's bars. */
const size = { width: 1280, height: 720 } as const;

interface Way {
  readonly name: string;
  readonly options: Partial<CaptureOptions>;
  /** The tab's size while it is measured, if it is resized. */
  readonly resized?: Size;
}

const byFollowing: readonly Way[] = [
  { name: 'follows the source', options: { followSize: true } },
  { name: 'one size, not resized', options: { followSize: false } },
  {
    name: 'one size, resized to 1000 x 700',
    options: { followSize: false },
    resized: { width: 1000, height: 700 },
  },
];

interface Source {
  readonly surface: CaptureOptions['surface'];
  /** Answers the picker. */
  readonly choice: string;
  readonly isOnScreen: boolean;
  readonly ways: readonly Way[];
}

const sources: Readonly<Record<string, Source>> = {
  tab: {
    surface: 'browser',
    choice: '--auto-select-tab-capture-source-by-title=Moving',
    isOnScreen: false,
    ways: byFollowing,
  },
  window: {
    surface: 'window',
    choice: '--auto-select-window-capture-source-by-title=Moving',
    isOnScreen: true,
    ways: byFollowing,
  },
  // It keeps its size, so only a camera that may be shown later sends its frames through the worker.
  screen: {
    surface: 'monitor',
    choice: '--auto-select-desktop-capture-source=Entire screen',
    isOnScreen: true,
    ways: [
      { name: 'directly', options: {} },
      { name: 'through the worker', options: { insetLater: true } },
    ],
  },
};

/**
 * What is measured with each kind of compositing: a GPU is SwiftShader here, so one format has to do. What is chosen to be VP8
 * passes the worker in any case.
 */
const formats = {
  software: ['webm-vp9', 'webm-av1', 'mp4-h264'],
  GPU: ['webm-vp9'],
} as const;

interface Cost {
  /** CPU seconds per second. */
  readonly cpu: number;
  readonly fps: number;
}

test('the cost of one size', async ({ site }) => {
  const display = await openDisplay();
  const lines: string[] = [];
  try {
    for (const path of ['software', 'GPU'] as const) {
      for (const format of formats[path]) {
        for (const [name, source] of Object.entries(sources)) {
          const costs = new Map<Way, Cost[]>(source.ways.map((way) => [way, []]));
          for (let round = 0; round < rounds; round += 1) {
            for (const [way, all] of costs) {
              const launch: LaunchOptions = {
                args: [source.choice, ...compositing[path]],
                ...(source.isOnScreen && { display: display.name }),
              };
              all.push(await measure(site.moving, launch, { format, surface: source.surface }, way));
            }
          }
          for (const [way, all] of costs) {
            const of = (figure: keyof Cost) => median(all.map((cost) => cost[figure]));
            const cells = [path, format, name, way.name, of('cpu').toFixed(2), of('fps').toFixed(1)];
            lines.push(`| ${cells.join(' | ')} |`);
            console.log(lines.at(-1));
          }
        }
      }
    }
  } finally {
    await display.close();
  }
  writeFileSync(report, `${[...head(), ...lines, ...conversions()].join('\n')}\n`);
});

async function measure(
  page: string,
  launch: LaunchOptions,
  picked: Pick<CaptureOptions, 'format' | 'surface'>,
  { options, resized }: Way,
): Promise<Cost> {
  const app = await launchBrowser({
    permitted: false,
    devices: true,
    answers: { camera: 'allow' },
    windowSize: [1280, 900],
    ...launch,
  });
  try {
    const tab = await app.context.newPage();
    await resizeTab(app, tab, size);
    await tab.goto(page);
    await tab.bringToFront();
    expect(await startWith(app, { source: 'picker', ...picked, ...options })).toMatchObject({ ok: true });
    await recordFor(app, 1000);
    if (resized !== undefined) await resizeTab(app, tab, resized);
    const [before, since] = [cpuOf(app), performance.now()];
    await recordFor(app, seconds * 1000);
    const cpu = (cpuOf(app) - before) / ((performance.now() - since) / 1000);
    await stop(app);
    const { videoFrames, endsAt } = await decodeMedia(await downloadOnly(app));
    return { cpu, fps: videoFrames / endsAt };
  } finally {
    await app.dispose();
  }
}

function cpuOf(app: TestBrowser): number {
  return processesOf(app).reduce((sum, process) => sum + cpuSecondsOf(process), 0);
}

/** The time to convert a frame, without the copy: one of strong colors throughout, and one of grays. */
function conversions(): string[] {
  const convert = createConversion({ matrix: 'bt709', fullRange: false }, 'smpte170m');
  const lines = [
    ...[
      '',
      '## The conversion alone',
      '',
      `Of ${convertedFrames} frames in Node.js ${version}, medians.`,
      '',
    ],
    ...['| Frame | Format | Strong colors, ms | Grays, ms |', '|---|---|--:|--:|'],
  ];
  for (const { width, height } of [
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ]) {
    for (const format of ['I420', 'NV12'] as const) {
      const [strong, gray] = [90, 128].map((chroma) => {
        const data = new Uint8Array(memoryLayout(format, width, height).bytes);
        const { planes } = pictureIn(data, format, width, height);
        const times = Array.from({ length: convertedFrames }, () => {
          data.fill(chroma);
          const since = performance.now();
          convert?.(planes);
          return performance.now() - since;
        });
        return median(times).toFixed(1);
      });
      lines.push(`| ${width} x ${height} | ${format} | ${strong} | ${gray} |`);
    }
  }
  return lines;
}

function head(): string[] {
  return [
    '# One size',
    '',
    `Written by \`npm run bench:one-size\` on ${new Date().toISOString().slice(0, 10)}: Chromium, ${cpus().length} cores, moving content of ${size.width} x ${size.height} px, 30 fps,`,
    'in a tab of a headless browser, or in a visible window on a virtual screen. GPU compositing is SwiftShader’s, so its drawing',
    'costs processor time that a real GPU would not. A screen keeps its size; “through the worker” is what one size would cost',
    `there. Rounds of ${seconds} s: ${rounds}. Medians, all processes of the browser together.`,
    '',
    '| Compositing | Format | Source | Way | CPU s/s | Frames per second |',
    '|---|---|---|---|--:|--:|',
  ];
}
