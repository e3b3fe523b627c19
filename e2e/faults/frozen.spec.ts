import { expect } from '@playwright/test';
import { keptBy, reportFault, rounds, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { articles, download, openLibrary } from '../support/library';
import { type Frame, flashTimes, longestGap } from '../support/picture';
import { freezeBrowser } from '../support/processes';
import { readSnapshot, startRecording, stopRecording } from '../support/session';
import { beepTimes, readLoudness } from '../support/sound';
import { test } from '../support/test';
import { sentence } from '../support/texts';

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const frozenMs = rounds === 1 ? 5000 : 20_000;

test.use({ launch: smallWindow });

test('the browser stands still: the recording goes on with a gap in it, and a mark', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  const safeMs = async () => (await readSnapshot(app)).progress?.safeMs ?? 0;
  const waitUntilSafe = (ms: number) =>
    expect.poll(safeMs, { timeout: 15_000, intervals: [50] }).toBeGreaterThan(ms);
  await waitUntilSafe(1500);
  await freezeBrowser(app, frozenMs);
  await waitUntilSafe(frozenMs + 4000);
  const { marks = [], state } = await stopRecording(app, tab);
  expect(state).toBe('complete');
  expect(marks).toHaveLength(1);
  expect(Math.abs((marks[0]?.gapMs ?? 0) - frozenMs), 'ms by which the mark is wrong').toBeLessThan(600);

  const library = await openLibrary(app);
  await expect(articles(library)).toContainText(sentence('gapAt'));
  const { file } = await download(library, articles(library));
  const { frames } = await judgeMovingPage(file);
  const gap = 1000 * longestGap(frames);
  expect(Math.abs(gap - frozenMs), 'ms by which the gap in the picture differs').toBeLessThan(1000);
  const gapAt = frames.findIndex(({ time }, at) => time - (frames[at - 1]?.time ?? time) === gap / 1000);
  const markIsOff = (marks[0]?.atMs ?? 0) / 1000 - (frames[gapAt - 1]?.time ?? 0);
  expect(Math.abs(markIsOff), 'seconds by which the mark is off').toBeLessThan(1);

  // The file's time and the page's clock run on together, and picture and sound too.
  const [before, after] = [frames.slice(0, gapAt), frames.slice(gapAt)];
  const step = (part: readonly Frame[]) => median(part.map(({ clock = 0, time }) => clock - 1000 * time));
  expect(Math.abs(step(after) - step(before)), 'ms out of step').toBeLessThan(200);
  const beeps = beepTimes(await readLoudness(file));
  const apart = (flash: number) => Math.min(...beeps.map((beep) => Math.abs(beep - flash)));
  const flashes = flashTimes(after);
  expect(flashes.length).toBeGreaterThan(1);
  expect(median(flashes.map(apart)), 'seconds between flash and beep after the gap').toBeLessThan(0.15);
  reportFault({
    fault: `Browser frozen for ${frozenMs / 1000} s`,
    rounds: 1,
    worstLossMs: Math.max(0, gap - frozenMs),
    expected: 1,
    kept: await keptBy(app),
  });
});
