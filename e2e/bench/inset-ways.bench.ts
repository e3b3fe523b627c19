import { writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { fakeCamera } from '../support/fake-camera';
import { type Way, ways } from '../support/inset-ways/order';
import type { InsetWays } from '../support/inset-ways/page';
import { readFrames } from '../support/picture';
import { cpuSecondsOf, memoryOf } from '../support/process-figures';
import { processesOf } from '../support/processes';
import { median } from '../support/sound';
import { test } from '../support/test';

// `npm run bench:inset-ways`: the camera inset by our own pixel code, a canvas and WebGL, with software and GPU
// compositing. Writes docs/benchmarks/inset-ways.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/inset-ways.md', import.meta.url));
const rounds = Number(env['TIMESLICE_BENCH_ROUNDS'] ?? 1);
const seconds = 10;
const codecs = ['vp8', 'vp9'] as const;

/** How the browser composites; the second uses SwiftShader, for a machine without a GPU. */
const compositing = {
  software: [],
  GPU: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
} as const;

interface Cost {
  /** CPU seconds per second. */
  readonly cpu: number;
  /** In bytes. */
  readonly memory: number;
  /** The tab's own frames per second of the file. */
  readonly frames: number;
}

declare global {
  var insetWays: InsetWays;
}

test('the cost of each way to composite the camera inset', async ({ site }) => {
  const film = await fakeCamera(join(tmpdir(), 'timeslice-bench-camera.y4m'));
  const code = { page: await bundle('page'), worker: await bundle('worker') };
  const lines: string[] = [];
  for (const [path, switches] of Object.entries(compositing)) {
    for (const codec of codecs) {
      const costs = new Map<Way, Cost[]>(ways.map((way) => [way, []]));
      for (let round = 0; round < rounds; round += 1) {
        for (const way of ways) {
          costs.get(way)?.push(await measure(site.moving, code, way, codec, [film, ...switches]));
        }
      }
      for (const way of ways) {
        const of = (value: (cost: Cost) => number) => median((costs.get(way) ?? []).map(value));
        const cells = [
          path,
          codec,
          way,
          of(({ cpu }) => cpu).toFixed(2),
          of(({ frames }) => frames).toFixed(1),
          of(({ cpu, frames }) => (1000 * cpu) / frames).toFixed(1),
          of(({ memory }) => memory / 1e6).toFixed(0),
        ];
        lines.push(`| ${cells.join(' | ')} |`);
        console.log(lines.at(-1));
      }
    }
  }
  writeFileSync(report, `${[...head(), ...lines].join('\n')}\n`);
});

function head(): string[] {
  return [
    '# The camera in a corner, by three kinds of code',
    '',
    `Written by \`npm run bench:inset-ways\` on ${new Date().toISOString().slice(0, 10)}: headless Chromium, ${cpus().length} cores, a shared tab`,
    'of moving content, 30 fps, a fake camera of 640 x 480 px in a round inset, MediaRecorder at 2.5 Mbps. `direct` records the',
    'tab without a camera; `pixels` is the code of the product; `canvas` draws on a 2D OffscreenCanvas, `webgl` by WebGL 2, each in',
    'a worker. GPU compositing is SwiftShader’s here, so its drawing costs processor time that a real GPU would not.',
    `Rounds of ${seconds} s: ${rounds}. Medians, all processes of the browser together.`,
    '',
    '| Compositing | Codec | Way | CPU s/s | Frames of the tab per second | CPU ms for one frame | Memory, MB |',
    '|---|---|---|--:|--:|--:|--:|',
  ];
}

async function bundle(name: 'page' | 'worker'): Promise<string> {
  const entry = fileURLToPath(new URL(`../support/inset-ways/${name}.ts`, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'insetWaysBundle' } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !('output' in output)) throw new Error('There is no bundle');
  return output.output[0].code;
}

async function measure(
  moving: string,
  code: { readonly page: string; readonly worker: string },
  way: Way,
  codec: string,
  args: readonly string[],
): Promise<Cost> {
  const answers = [
    '--auto-accept-camera-and-microphone-capture',
    '--auto-select-tab-capture-source-by-title=Moving',
  ];
  const app = await launchBrowser({ devices: true, args: [...args, ...answers] });
  try {
    const tab = await app.context.newPage();
    await tab.goto(moving);
    const page = await openPage(app, new URL(moving).origin, code);
    await page.bringToFront();
    // Only a click may open the picker, which a switch answers.
    const size = await page.evaluate(([chosen, type]) => globalThis.insetWays.start(chosen, type), [
      way,
      `video/webm;codecs=${codec}`,
    ] as const);
    if (size.startsWith('undefined')) throw new Error('The tab has no size');
    await page.waitForTimeout(2000);
    const cpu = () => processesOf(app).reduce((sum, process) => sum + cpuSecondsOf(process), 0);
    const [before, since] = [cpu(), performance.now()];
    await page.waitForTimeout(seconds * 1000);
    const used = (cpu() - before) / ((performance.now() - since) / 1000);
    const memory = processesOf(app).reduce((sum, process) => sum + memoryOf(process), 0);
    const file = join(tmpdir(), 'timeslice-inset-ways.webm');
    writeFileSync(file, Buffer.from(await page.evaluate(() => globalThis.insetWays.stop()), 'base64'));
    const frames = await readFrames(file);
    const shown = new Set(frames.map(({ counter }) => counter)).size;
    return { cpu: used, memory, frames: shown / (frames.at(-1)?.time ?? Number.NaN) };
  } finally {
    await app.dispose();
  }
}

async function openPage(
  app: TestBrowser,
  origin: string,
  code: { readonly page: string; readonly worker: string },
): Promise<Page> {
  const page = await app.context.newPage();
  await page.route(`${origin}/inset-ways`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Ways</title>' }),
  );
  await app.context.route(`${origin}/inset-ways-worker.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: code.worker }),
  );
  await page.goto(`${origin}/inset-ways`);
  await page.addScriptTag({ content: code.page });
  return page;
}
