import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { launchBrowser } from './support/browser';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { onlyRecording, readSnapshot, startRecording } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ headed: true });

test('quitting the browser while it records saves the last slice', async ({ desktop, site }) => {
  const display = desktop.name;
  const first = await launchBrowser({ display });
  const tab = await first.context.newPage();
  await tab.goto(site.moving);
  await startRecording(first, tab, { timeslice: '10 s' });
  await tab.waitForFunction((until) => Date.now() > until, Date.now() + 3000);
  const quitAt = Date.now();
  const closed = first.context.waitForEvent('close');
  // The last window closes, and the browser with it.
  await desktop.press('alt+F4');
  await closed;

  const again = await launchBrowser({ profile: first.profile, display });
  try {
    await expect.poll(async () => (await onlyRecording(again)).state).not.toBe('recording');
    const recording = await onlyRecording(again);
    expect(recording.sliceCount, 'the slice that was not yet due').toBeGreaterThan(0);
    await expect
      .poll(() => readBadge(again), 'it is said')
      .toMatchObject({ text: '!', title: expect.stringMatching(sentence('titleFound')) });
    expect((await readSnapshot(again)).session.state).toBe('inactive');
    const file = await downloadOnly(again);
    const { frames } = await judgeMovingPage(file);
    const clock = frames.at(-1)?.clock ?? 0;
    // The data is on disk every second, and whatever more the browser leaves time for.
    expect((quitAt % 2 ** 24) - clock, 'ms lost').toBeLessThan(1500);
    expect(again.complaints).toEqual([]);
  } finally {
    await again.dispose();
  }
});
