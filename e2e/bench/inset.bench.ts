import { writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import { type LaunchOptions, launchBrowser } from '../support/browser';
import { fakeCamera } from '../support/fake-camera';
import { downloadOnly } from '../support/library';
import { readFrames } from '../support/picture';
import { cpuSecondsOf, memoryOf } from '../support/process-figures';
import { processesOf } from '../support/processes';
import { startWith, stop, waitForSlices } from '../support/session';
import { median } from '../support/sound';
import { resizeTab } from '../support/tabs';
import { test } from '../support/test';

// `npm run bench:inset`: measures the cost of the camera inset in the whole browser. Writes docs/benchmarks/inset.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/inset.md', import.meta.url));
const rounds = Number(env['TIMESLICE_BENCH_ROUNDS'] ?? 3);
const seconds = 12;
const formats = ['webm-vp8', 'webm-vp9'] as const satisfies readonly FormatId[];

/** The three ways to record a tab: directly, through the worker without a camera, and with one. */
const ways = {
  'not shown': { inset: false, insetLater: false },
  'can be shown later': { inset: false, insetLater: true },
  shown: { inset: true, insetLater: false },
} as const;
type Way = keyof typeof ways;

interface Cost {
  /** CPU seconds per second. */
  readonly cpu: number;
  /** In bytes. */
  readonly memory: number;
  /** The tab's own frames per second of the file. */
  readonly pictures: number;
}

test('the cost of the camera inset', async ({ site }) => {
  const film = await fakeCamera(join(tmpdir(), 'timeslice-bench-camera.y4m'));
  const lines = [
    '# Cost of the camera inset',
    '',
    `Written by \`npm run bench:inset\` on ${new Date().toISOString().slice(0, 10)}: headless Chromium, ${cpus().length} cores, an animated page of 1280 x 720 px,`,
    `30 fps, a fake camera of 640 x 480 px, a medium round inset. Rounds of ${seconds} s: ${rounds}. Medians; each round measures every`,
    'variant in turn. CPU time and private memory are the sums over all browser processes. The CPU ratio is the median over',
    'the rounds, per tab frame, because a busy machine delivers fewer frames. The goals are 1.2 times the CPU time and 50 MB',
    'for a camera that is shown; one that can be shown later sends the frames through the same worker.',
    '',
    '| Format | Camera | CPU s/s | Tab frames/s | Memory, MB | CPU ratio |',
    '|---|---|---|---|---|---|',
  ];
  for (const format of formats) {
    const costs: Record<Way, Cost>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const one: Partial<Record<Way, Cost>> = {};
      for (const way of names()) one[way] = await measure(site.moving, format, way, film);
      costs.push(one as Record<Way, Cost>);
    }
    for (const way of names()) {
      const of = (figure: keyof Cost) => median(costs.map((cost) => cost[way][figure]));
      const ratio = median(costs.map((cost) => forOne(cost[way]) / forOne(cost['not shown'])));
      const cells = [
        format,
        way,
        of('cpu').toFixed(2),
        of('pictures').toFixed(1),
        (of('memory') / 1e6).toFixed(0),
      ];
      lines.push(`| ${[...cells, ratio.toFixed(2)].join(' | ')} |`);
      console.log(lines.at(-1));
    }
  }
  writeFileSync(report, `${lines.join('\n')}\n`);
});

function names(): Way[] {
  return Object.keys(ways) as Way[];
}

function forOne({ cpu, pictures }: Cost): number {
  return cpu / pictures;
}

async function measure(page: string, format: FormatId, way: Way, film: string): Promise<Cost> {
  const launch: LaunchOptions = { devices: true, answers: { camera: 'allow' }, args: [film] };
  const app = await launchBrowser(launch);
  try {
    const tab = await app.context.newPage();
    await resizeTab(app, tab, { width: 1280, height: 720 });
    await tab.goto(page);
    expect(await startWith(app, { format, ...ways[way] }, tab)).toMatchObject({ ok: true });
    await waitForSlices(app, 3);
    const cpu = () => processesOf(app).reduce((sum, process) => sum + cpuSecondsOf(process), 0);
    const [before, since] = [cpu(), performance.now()];
    await tab.waitForTimeout(seconds * 1000);
    const used = (cpu() - before) / ((performance.now() - since) / 1000);
    const memory = processesOf(app).reduce((sum, process) => sum + memoryOf(process), 0);
    await stop(app);
    const frames = await readFrames(await downloadOnly(app));
    const pictures = new Set(frames.map(({ counter }) => counter)).size / (frames.at(-1)?.time ?? Number.NaN);
    return { cpu: used, memory, pictures };
  } finally {
    await app.dispose();
  }
}
