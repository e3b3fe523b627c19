import { expect } from '@playwright/test';
import { isMeasuring, keptBy, reportFault, rounds, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { articles, download, openLibrary } from '../support/library';
import { clockDifferenceMs, type Frame, firstClock, longestGap } from '../support/picture';
import { freezeBrowser } from '../support/processes';
import { startRecording, stop, waitUntilSafe } from '../support/session';
import { median } from '../support/sound';
import { readBeeps } from '../support/sync';
import { test } from '../support/test';
import { sentence } from '../support/texts';

const frozenMs = rounds > 1 ? 20_000 : 5000;

/**
 * How exact the mark, the gap and the sound must be: in ms when measuring, else with a margin for a busy machine. A beep
 * that belongs to another flash is 500 ms off at most, and 250 ms at the median.
 */
const slackMs = isMeasuring
  ? { mark: 600, gap: 1000, step: 200, sound: 150 }
  : { mark: 3000, gap: 3000, step: 2000, sound: 250 };

test.use({ launch: smallWindow, shared: true });

test('the browser is frozen: the recording continues with a gap, and the gap is marked', async ({
  app,
  tab,
}) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  // A mark at the recording's start or end would be further off than the slack.
  const partMs = slackMs.gap + 1500;
  await waitUntilSafe(app, partMs);
  const stoodMs = await freezeBrowser(app, frozenMs);
  await waitUntilSafe(app, frozenMs + 2 * partMs);
  const { marks = [], state } = await stop(app);
  expect(state).toBe('complete');
  expect(marks).toHaveLength(1);
  expect(Math.abs((marks[0]?.gapMs ?? 0) - stoodMs), 'ms by which the mark is wrong').toBeLessThan(
    slackMs.mark,
  );

  const library = await openLibrary(app);
  await expect(articles(library)).toContainText(sentence('gapAt'));
  const { file } = await download(library, articles(library));
  const { frames } = await judgeMovingPage(file);
  const gapS = longestGap(frames);
  const gap = 1000 * gapS;
  expect(Math.abs(gap - stoodMs), 'ms by which the gap in the picture differs').toBeLessThan(slackMs.gap);
  const gapAt = frames.findIndex(({ time }, at) => time - (frames[at - 1]?.time ?? time) === gapS);
  const markIsOffMs = (marks[0]?.atMs ?? 0) - 1000 * (frames[gapAt - 1]?.time ?? 0);
  expect(Math.abs(markIsOffMs), 'ms by which the mark is off').toBeLessThan(slackMs.gap);

  // After the gap, the file's time and the page's clock advance together, and so do audio and video.
  const [before, after] = [frames.slice(0, gapAt), frames.slice(gapAt)];
  const began = firstClock(frames);
  const step = (part: readonly Frame[]) =>
    median(
      part.flatMap(({ clock, time }) =>
        clock === undefined ? [] : clockDifferenceMs(clock, began) - 1000 * time,
      ),
    );
  expect(Math.abs(step(after) - step(before)), 'ms out of step').toBeLessThan(slackMs.step);
  const beeps = (await readBeeps(file)).filter(({ time }) => time > (after[0]?.time ?? 0));
  expect(beeps.length).toBeGreaterThan(1);
  const early = median(beeps.map(({ earlyMs }) => earlyMs));
  expect(Math.abs(early), 'ms between picture and sound after the gap').toBeLessThan(slackMs.sound);
  reportFault({
    fault: `Browser frozen for ${frozenMs / 1000} s`,
    rounds: 1,
    worstLossMs: Math.max(0, gap - stoodMs),
    expected: 1,
    kept: await keptBy(app),
  });
});
