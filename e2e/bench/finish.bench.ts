import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { env, version } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import type { Recording } from '../../src/domain/recording';
import { packLimits } from '../../src/storage/packing';
import type { TestBrowser } from '../support/browser';
import { findChromium } from '../support/chromium';
import { readRecordings } from '../support/database';
import { type Lab, openLab } from '../support/lab';
import type { Finisher } from '../support/lab/finish';
import type { OpeningSteps } from '../support/lab/opening';
import { timeOpening } from '../support/library-times';
import { writtenBy } from '../support/process-figures';
import { processesOf } from '../support/processes';
import { inPopup, startRecording, waitForState } from '../support/session';
import { median } from '../support/sound';
import { test } from '../support/test';

// `npm run bench:finish`: measures the time from Stop, and from the click in the library, to a file. Writes
// docs/benchmarks/finish.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/finish.md', import.meta.url));
const hours = (env['TIMESLICE_BENCH_HOURS'] ?? '1,10').split(',').map(Number);
const formats = ['webm-vp9', 'mp4-h264'] as const satisfies readonly FormatId[];
const runs = 5;
/** The default rate, in bytes per second, and the size of a pack, in bytes: together they determine the number of packs. */
const usual = { rate: 2_500_000 / 8, pack: packLimits.bytes };

test.use({ launch: { windowSize: [400, 300] }, tolerant: true });

test('the time to a finished file', async ({ app, tab }) => {
  const lines = heading();
  const say = (line: string) => {
    console.log(line);
    lines.push(line);
  };
  const lab = await openLab(app.probe);
  const templates: Recording[] = [];
  for (const format of formats) templates.push(await record(app, tab, format, 12_000));
  await tab.close();
  say(`## Bytes written

Each byte of the media is written once with its slice and at most once more with a pack. The table shows the bytes that all
browser processes wrote to the disk, database journals included, as a multiple of the recorded bytes: with slices only, and
with packs. The goal is 2. The browser itself adds the part above 1 in the first column, because the transaction of each
slice reaches the disk before the next: it rounds files up to whole pages and writes some journal pages each time.

| Slices | Size of each, kB | Slices only | With packs |
|---|---|---|---|`);
  const [webm] = templates;
  if (webm === undefined) throw new Error('There is no template');
  for (const kilobytes of [60, 300, 1200]) {
    const sliceSeconds = (kilobytes * 1000 * webm.durationMs) / 1000 / webm.bytes;
    const bytes = Math.min(Math.max(600 * kilobytes * 1000, 5 * usual.pack), 400e6);
    const times: string[] = [];
    for (const unpacked of [true, false]) {
      await quiet(app);
      const before = written(app);
      const id = `written-${kilobytes}-${unpacked}`;
      const options = { id, name: id, template: webm.id, bytes, sliceSeconds, unpacked, faithful: true };
      const recording = await lab.run('writeSynthetic', options);
      await quiet(app);
      times.push(((written(app) - before) / recording.bytes).toFixed(2));
    }
    say(`| ${Math.round(bytes / kilobytes / 1000)} | ${kilobytes} | ${times.join(' | ')} |`);
  }

  const made: Recording[] = [];
  for (const template of templates) {
    for (const length of hours) {
      made.push(await synthesize(lab, template, `${length} h of ${template.format}`, length * 3600));
    }
  }

  say(`
## Opening a recording

From the click on “Play”, half a second after the list is shown, to a \`blob:\` URL of the whole file, and until the player has
read the duration from it: the first time, the median over ${runs} library pages, and the slowest. Slices of one second, in as many
packs as at 2.5 Mbps. The goal for the URL is 100 ms for one hour and 300 ms for ten.

| Recording | Slices | Size, MB | URL, ms: first | median | slowest | Duration, ms: first | median | slowest |
|---|---|---|---|---|---|---|---|---|`);
  for (const recording of made) {
    const opened = [];
    for (let run = 0; run < runs; run += 1) {
      opened.push(await timeOpening(app, recording));
      expect(opened.at(-1)?.seconds).toBeCloseTo(recording.durationMs / 1000, -2);
    }
    const address = columns(opened.map((one) => one.address));
    const duration = columns(opened.map((one) => one.duration));
    const { name, sliceCount, bytes } = recording;
    say(`| ${name} | ${sliceCount} | ${Math.round(bytes / 1e6)} | ${address} | ${duration} |`);
  }

  say(`
## Where the time goes

The single steps in a page, without waiting for a worker or for rendering, in ms, as the median of ${runs}: reading rows and
tables from the database, joining the tables, making the new header, composing the file from Blobs, and then the time
that the browser's player takes to read that header.

| Recording | Rows | Header, MB | Read | Join | Make | Compose | Timeslice total | Player |
|---|---|---|---|---|---|---|---|---|`);
  for (const { id, name } of made) {
    const steps: OpeningSteps[] = [];
    for (let run = 0; run < runs; run += 1) steps.push(await lab.run('splitOpening', id));
    const middle = (pick: (one: OpeningSteps) => number) => median(steps.map(pick));
    const own = [
      middle(({ read }) => read),
      middle(({ join }) => join),
      middle(({ make }) => make),
      middle(({ compose }) => compose),
      middle(({ read, join, make, compose }) => read + join + make + compose),
      middle(({ load }) => load),
    ];
    const { rows = 0, beginning = 0 } = steps[0] ?? {};
    say(`| ${name} | ${rows} | ${(beginning / 1e6).toFixed(1)} | ${own.map(Math.round).join(' | ')} |`);
  }

  say(`
## Compared with other ways to get a duration

The same recordings in the same browser, from the rows on disk to the file, once each, in ms and as a ratio to Timeslice.
mediabunny copies the packets, and its output is discarded, which favors it. fix-webm-duration adds a Duration to a WebM,
but no index.

| Recording | Timeslice | mediabunny | ratio | fix-webm-duration | ratio |
|---|---|---|---|---|---|`);
  for (const { id, name, format } of made) {
    const { ms: own = Number.NaN } = await lab.run('finishBy', 'timeslice', id);
    const beside = async (finisher: Finisher) => {
      const { ms, failure } = await lab.run('finishBy', finisher, id);
      return ms === undefined ? `failed: ${failure} | – ` : `${Math.round(ms)} | ${Math.round(ms / own)}`;
    };
    const remux = await beside('mediabunny');
    const fix = format.startsWith('webm') ? await beside('fix-webm-duration') : 'not for MP4 | –';
    say(`| ${name} | ${Math.round(own)} | ${remux} | ${fix} |`);
  }

  const ends = { nothing: [] as number[], reading: [] as number[], writing: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    for (const meanwhile of ['nothing', 'reading', 'writing'] as const) {
      const id = `end-${run}-${meanwhile}`;
      ends[meanwhile].push(await lab.run('timeLastSlice', webm.id, id, meanwhile));
    }
  }
  say(`
## From the last slice to “complete”

Writing the last slice and marking the recording complete, in a database with the recordings above, in ms. The goal is 100.
A pack is written in one transaction, which the browser doesn't interrupt.

| | first | median | slowest |
|---|---|---|---|
| idle | ${columns(ends.nothing)} |
| while the slices of the largest pack are read | ${columns(ends.reading)} |
| while that pack is written | ${columns(ends.writing)} |`);

  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, `${lines.join('\n')}\n`);
});

function heading(): string[] {
  const browser = execFileSync(findChromium(), ['--version'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 10);
  return [
    '# Time to a finished file',
    '',
    `Written by \`npm run bench:finish\` on ${date}: ${browser}, headless, Node ${version},`,
    `${cpus().length} cores (${cpus()[0]?.model.trim()}).`,
    '',
  ];
}

/** First, median and slowest, as columns of a table. */
function columns(times: readonly number[]): string {
  const picked = [times[0], median(times), Math.max(...times)];
  return picked.map((ms = Number.NaN) => Math.round(ms)).join(' | ');
}

/** Waits until nothing is written any more: the database cleans up in the background. */
async function quiet(app: TestBrowser): Promise<void> {
  for (let before = -1, now = written(app); now !== before; now = written(app)) {
    before = now;
    await app.probe.waitForTimeout(1000);
  }
}

function written(app: TestBrowser): number {
  return processesOf(app).reduce((sum, process) => sum + writtenBy(process), 0);
}

async function record(app: TestBrowser, tab: Page, format: FormatId, ms: number): Promise<Recording> {
  await startRecording(app, tab, { format, timeslice: '1 s' });
  await tab.waitForTimeout(ms);
  await inPopup(app, tab, async (popup) => {
    await popup.getByRole('button', { name: 'Stop', exact: true }).click();
    await waitForState(app, 'inactive');
  });
  const recording = (await readRecordings(app.probe)).find((row) => row.format === format);
  expect(recording).toMatchObject({ state: 'complete' });
  return recording as Recording;
}

async function synthesize(
  lab: Lab,
  template: Recording | undefined,
  name: string,
  seconds: number,
): Promise<Recording> {
  if (template === undefined) throw new Error('There is no template');
  const rate = (template.bytes / template.durationMs) * 1000;
  const packBytes = Math.round((usual.pack * rate) / usual.rate);
  const id = name.replaceAll(' ', '-');
  return lab.run('writeSynthetic', { template: template.id, id, name, seconds, packBytes });
}
