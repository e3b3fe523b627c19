import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { version } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { launchBrowser } from '../support/browser';
import { findChromium } from '../support/chromium';
import { openLab } from '../support/lab';
import { articles, openLibrary } from '../support/library';
import { timeListing } from '../support/library-times';
import { median } from '../support/sound';
import { test } from '../support/test';

// `npm run bench:library`: how fast a library of 5,000 recordings is listed and scrolled. Writes docs/benchmarks/library.md.

const report = fileURLToPath(new URL('../../docs/benchmarks/library.md', import.meta.url));
const count = 5000;
const runs = 9;
const listLimitMs = 500;
const taskLimitMs = 50;

test('a library of five thousand recordings', async () => {
  const app = await launchBrowser({ windowSize: [1280, 900] });
  try {
    const lab = await openLab(app.probe);
    await lab.run('addRows', count);
    await lab.run('addPictures', count);
    const listed: number[] = [];
    for (let run = 0; run < runs; run += 1) listed.push(await timeListing(app, count));
    const library = await openLibrary(app);
    await expect(articles(library).first()).toBeVisible();
    // Background work after the page was shown is over.
    await library.waitForTimeout(3000);
    const { frames, ms, tasks } = await library.evaluate(scrollThrough);
    await library.close();
    const browser = execFileSync(findChromium(), ['--version'], { encoding: 'utf8' }).trim();
    const all = [listed[0], median(listed), Math.max(...listed)].map((time = Number.NaN) => Math.round(time));
    const text = `# A library of ${count.toLocaleString('en')} recordings

Written by \`npm run bench:library\` on ${new Date().toISOString().slice(0, 10)}, with a picture for every recording:
${browser}, headless,
Node ${version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}). The limits are ${listLimitMs} ms for the list, as the median, and no task over
${taskLimitMs} ms while scrolling. The time ends when the list is painted, and does not wait for its pictures.

| In ms | first | median | slowest |
|---|---|---|---|
| from navigation until the list is painted, ${runs} runs | ${all.join(' | ')} |

From the first to the last recording and back, ${Math.round(ms / 1000)} s of scrolling: ${Math.round((frames / ms) * 1000)} frames per second;
tasks over ${taskLimitMs} ms: ${tasks.length === 0 ? 'none' : tasks.map(Math.round).join(', ')}.
`;
    writeFileSync(report, text);
    expect(median(listed), 'ms until the list is painted').toBeLessThan(listLimitMs);
    expect(tasks, 'tasks that are too long, in ms').toEqual([]);
  } finally {
    await app.dispose();
  }
});

/** Scrolls down and up, a window in each frame and then in leaps. Runs in the page. */
async function scrollThrough(): Promise<{ frames: number; ms: number; tasks: number[] }> {
  const tasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const begin = performance.now();
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let frames = 0;
  const leap = document.body.scrollHeight / 100;
  for (const [step, times] of [
    [300, 200],
    [leap, 100],
    [-300, 200],
    [-leap, 100],
  ] as const) {
    for (let time = 0; time < times; time += 1) {
      scrollBy(0, step);
      await frame();
      frames += 1;
    }
  }
  const ms = performance.now() - begin;
  // The observer is told a moment later.
  await new Promise((resolve) => setTimeout(resolve, 500));
  observer.disconnect();
  return { frames, ms, tasks };
}
