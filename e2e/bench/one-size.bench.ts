import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { downloadOnly } from '../support/library';
import { decodeMedia } from '../support/media-file';
import { cpuSecondsOf } from '../support/process-figures';
import { processesOf } from '../support/processes';
import { recordFor, startWith, stop } from '../support/session';
import { median } from '../support/sound';
import { resizeTab } from '../support/tabs';
import { test } from '../support/test';

// `npm run bench:one-size`: what it costs that a picked tab's video has one size. Writes docs/benchmarks/one-size.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/one-size.md', import.meta.url));
const seconds = 8;
const rounds = 3;

const ways = {
  'follows the source': { followSize: true, size: { width: 1280, height: 720 } },
  'one size, not resized': { followSize: false, size: { width: 1280, height: 720 } },
  'one size, resized to 1000 x 700': { followSize: false, size: { width: 1000, height: 700 } },
} as const;
type Way = keyof typeof ways;

interface Cost {
  /** CPU seconds per second. */
  readonly cpu: number;
  readonly fps: number;
}

test('the cost of one size', async ({ site }) => {
  const lines: string[] = [];
  for (const format of ['webm-vp8', 'webm-vp9', 'mp4-h264'] as const) {
    const costs = new Map<Way, Cost[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const way of Object.keys(ways) as Way[]) {
        costs.set(way, [...(costs.get(way) ?? []), await measure(site.moving, format, way)]);
      }
    }
    for (const [way, all] of costs) {
      const of = (figure: keyof Cost) => median(all.map((cost) => cost[figure]));
      lines.push(`| ${format} | ${way} | ${of('cpu').toFixed(2)} | ${of('fps').toFixed(1)} |`);
      console.log(lines.at(-1));
    }
  }
  writeFileSync(report, `${[...head(), ...lines].join('\n')}\n`);
});

async function measure(page: string, format: 'webm-vp8' | 'webm-vp9' | 'mp4-h264', way: Way): Promise<Cost> {
  const args = ['--auto-select-tab-capture-source-by-title=Moving'];
  const app = await launchBrowser({ permitted: false, windowSize: [1280, 900], args });
  try {
    const tab = await app.context.newPage();
    await resizeTab(app, tab, { width: 1280, height: 720 });
    await tab.goto(page);
    const { followSize, size } = ways[way];
    const options = { source: 'picker', surface: 'browser', format, followSize } as const;
    expect(await startWith(app, options)).toMatchObject({ ok: true });
    await recordFor(app, 1000);
    await resizeTab(app, tab, size);
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

function head(): string[] {
  return [
    '# One size',
    '',
    `Written by \`npm run bench:one-size\` on ${new Date().toISOString().slice(0, 10)}: headless Chromium, software compositing, ${cpus().length} cores, a picked tab`,
    `of 1280 x 720 px with moving content, 30 fps. Medians of ${rounds} rounds of ${seconds} s, all processes of the browser together.`,
    '',
    '| Format | Way | CPU s/s | Frames per second |',
    '|---|---|--:|--:|',
  ];
}
