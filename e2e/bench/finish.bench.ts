import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { env, version } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import type { Recording } from '../../src/domain/recording';
import type { TestBrowser } from '../support/browser';
import { findChromium } from '../support/chromium';
import { readRecordings } from '../support/database';
import { type Lab, openLab } from '../support/lab';
import type { Finisher } from '../support/lab/finish';
import { timeListing, timeOpening } from '../support/library-times';
import { writtenBy } from '../support/process-figures';
import { processesOf } from '../support/processes';
import { inPopup, startRecording, waitForState } from '../support/session';
import { test } from '../support/test';

// `npm run bench:finish`: how long it takes from Stop, and from the click in the library, to a file. Writes
// docs/benchmarks/finish.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/finish.md', import.meta.url));
const hours = (env['TIMESLICE_BENCH_HOURS'] ?? '1,10').split(',').map(Number);
const formats = ['webm-vp9', 'mp4-h264'] as const satisfies readonly FormatId[];
const runs = 7;
/** What the product records by default, in bytes a second, and the bytes of a pack: they decide how many packs there are. */
const usual = { rate: 2_500_000 / 8, pack: 32 * 2 ** 20 };

test.use({ launch: { windowSize: [400, 300] }, tolerant: true });

test('how soon a recording is finished', async ({ app, tab }) => {
  const lines = heading();
  const say = (line: string) => {
    console.log(line);
    lines.push(line);
  };
  const lab = await openLab(app.probe);
  const templates: Recording[] = [];
  for (const format of formats) templates.push(await record(app, tab, format, 12_000));
  await tab.close();
  say(`## What is written

Of the media, each byte is written once with its slice and at most once with a pack. What all processes of the browser
together had written to the disk, its database's journals included, in multiples of the recorded bytes:

| Slices | Size of one, kB | Written |
|---|---|---|`);
  const [webm] = templates;
  if (webm === undefined) throw new Error('There is no template');
  for (const kilobytes of [60, 300, 1200]) {
    const sliceSeconds = (kilobytes * 1000 * webm.durationMs) / 1000 / webm.bytes;
    const before = written(app);
    const id = `written-${kilobytes}`;
    const bytes = Math.max(600 * kilobytes * 1000, 3 * usual.pack);
    const options = { id, name: id, template: webm.id, bytes, sliceSeconds, faithful: true };
    const recording = await lab.run('writeSynthetic', options);
    const times = (written(app) - before) / recording.bytes;
    say(`| ${recording.sliceCount} | ${kilobytes} | ${times.toFixed(2)} |`);
  }

  const made: Recording[] = [];
  for (const template of templates) {
    for (const length of hours) {
      made.push(await synthesize(lab, template, `${length} h of ${template.format}`, length * 3600));
    }
  }

  say(`
## Opening a recording

From the click on “Play” to a \`blob:\` address, and until the player has loaded the duration: the first time, the
median of ${runs} pages of the library, and the slowest of them. Slices of one second, in as many packs as 2.5 Mb/s make.

| Recording | Slices | Size, MB | Address, ms: first | median | slowest | Duration, ms: first | median | slowest |
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
## Beside other ways to a file with a duration

The same recordings in the same browser, from the rows on disk to the file, once each, in ms and as a ratio.
mediabunny copies the packets, and what it writes is thrown away, which favours it; fix-webm-duration writes a
Duration into a WebM, and no index.

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

  const ends = { quiet: [] as number[], packing: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    for (const moment of ['quiet', 'packing'] as const) {
      const id = `end-${run}-${moment}`;
      const ms = await lab.run('timeLastSlice', templates[0]?.id ?? '', id, moment === 'packing');
      ends[moment].push(ms);
    }
  }
  say(`
## From the last slice to “complete”

The last slice put on disk and the recording marked complete, in a database with the recordings above, in ms:

| | first | median | slowest |
|---|---|---|---|
| nothing else to do | ${columns(ends.quiet)} |
| while 256 slices are being packed | ${columns(ends.packing)} |`);

  await lab.run('addRecordings', 1000 - (await readRecordings(app.probe)).length);
  const listed = [];
  for (let run = 0; run < runs; run += 1) listed.push(await timeListing(app, 1000));
  say(`
## A library of a thousand recordings

From the navigation, in ms:

| | first | median | slowest |
|---|---|---|---|
| the list is there, its beginning on the page | ${columns(listed.map(({ first }) => first))} |
| all thousand are on the page, drawn in steps | ${columns(listed.map(({ all }) => all))} |`);

  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, `${lines.join('\n')}\n`);
});

function heading(): string[] {
  const browser = execFileSync(findChromium(), ['--version'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 10);
  return [
    '# How soon a recording is finished',
    '',
    `Written by \`npm run bench:finish\` on ${date}: ${browser}, headless, Node ${version},`,
    `${cpus().length} cores (${cpus()[0]?.model.trim()}).`,
    '',
  ];
}

/** First, median and slowest, as columns of a table. */
function columns(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other);
  const picked = [times[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return picked.map((ms = Number.NaN) => Math.round(ms)).join(' | ');
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
