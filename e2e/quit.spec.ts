import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { launchBrowser } from './support/browser';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { onlyRecording, readSnapshot, startRecording } from './support/session';
import { test } from './support/test';

test('quitting the browser while it records saves the last slice', async ({ site }) => {
  const first = await launchBrowser();
  const tab = await first.context.newPage();
  await tab.goto(site.moving);
  await startRecording(first, tab, { timeslice: '10 s' });
  await tab.waitForFunction((until) => Date.now() > until, Date.now() + 3000);
  const quitAt = Date.now();
  await first.close();

  const again = await launchBrowser({ profile: first.profile });
  try {
    await expect.poll(async () => (await onlyRecording(again)).state).not.toBe('recording');
    const recording = await onlyRecording(again);
    expect(recording.sliceCount, 'the slice that was not yet due').toBeGreaterThan(0);
    expect(await readBadge(again), 'nothing is left over').toEqual({ text: '', title: 'Timeslice' });
    expect((await readSnapshot(again)).session.state).toBe('inactive');
    const { frames } = await judgeMovingPage(await downloadOnly(again));
    const clock = frames.at(-1)?.clock ?? 0;
    expect((quitAt % 2 ** 24) - clock, 'ms lost').toBeLessThan(1000);
    expect(again.complaints).toEqual([]);
  } finally {
    await again.dispose();
  }
});
