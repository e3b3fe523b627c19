import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { smallWindow } from './support/fault-report';
import { judgeMovingPage } from './support/judge';
import { judgeSaved } from './support/judge-saved';
import { downloadOnly } from './support/library';
import { often } from './support/often';
import { logRecorder } from './support/recorder-log';
import { onlyRecording, readSnapshot, startRecording } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ headed: true });

test('quitting the browser while it records keeps every draft that was reported as saved', async ({
  desktop,
  launchOwn,
  site,
}) => {
  const display = desktop.name;
  const options = { ...smallWindow, display };
  const first = await launchOwn(options);
  const tab = await first.context.newPage();
  await tab.goto(site.moving);
  const log = await logRecorder(first);
  await startRecording(first, tab, { timeslice: '10 s' });
  await log.untilSaved(({ safeMs }) => safeMs > 2500);
  const closed = first.context.waitForEvent('close');
  // The last window closes, and the browser with it.
  await desktop.press('alt+F4');
  await closed;

  const again = await launchOwn({ ...options, profile: first.profile });
  await expect.poll(async () => (await onlyRecording(again)).state, often).not.toBe('recording');
  const recording = await onlyRecording(again);
  expect(recording.sliceCount, 'the slice that was not due yet').toBeGreaterThan(0);
  // The one requested when the window closes, one that may have been due just then, and the last.
  const missing = await judgeSaved(again.probe, recording.id, log);
  if (recording.state === 'complete') {
    // On a slow machine, the browser quits so slowly that the recorder has time to end the recording.
    expect(recording).toMatchObject({ failure: { code: 'tab-closed' } });
    expect(missing, 'events missing').toBe(0);
  } else {
    expect(missing, 'events missing').toBeLessThanOrEqual(3);
    await expect
      .poll(() => readBadge(again), { message: 'it is announced', ...often })
      .toMatchObject({ text: '!', title: expect.stringMatching(sentence('titleRecovered')) });
  }
  expect((await readSnapshot(again)).session.state).toBe('inactive');
  await judgeMovingPage(await downloadOnly(again));
  expect(again.complaints).toEqual([]);
});
