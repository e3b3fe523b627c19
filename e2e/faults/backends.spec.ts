import { expect } from '@playwright/test';
import { launchBrowser } from '../support/browser';
import { keptBy, lostMs, reportFault, rounds, smallWindow } from '../support/fault-report';
import { judgeMovingPage } from '../support/judge';
import { downloadOnly } from '../support/library';
import { killBrowser } from '../support/processes';
import { onlyRecording, startRecording, waitForSlices } from '../support/session';
import { test } from '../support/test';

test('the browser’s other storage backend: record, kill, recover, download', async ({ site }) => {
  const args = ['--enable-features=IdbSqliteBackingStore'];
  let worstLossMs = 0;
  let kept = 0;
  for (let round = 0; round < rounds; round += 1) {
    const app = await launchBrowser({ args, ...smallWindow });
    const tab = await app.context.newPage();
    await tab.goto(site.moving);
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForSlices(app, 8);
    const killedAt = await killBrowser(app);
    const again = await launchBrowser({ args, profile: app.profile });
    try {
      const recovered = () => keptBy(again);
      await expect.poll(recovered).toBe(1);
      kept += await recovered();
      expect((await onlyRecording(again)).state).toBe('interrupted');
      const { frames } = await judgeMovingPage(await downloadOnly(again));
      worstLossMs = Math.max(worstLossMs, lostMs(frames, killedAt));
    } finally {
      await again.dispose();
    }
  }
  reportFault({
    fault: '`kill -9`, SQLite backend, 250 ms',
    rounds,
    worstLossMs,
    expected: rounds,
    kept,
  });
  expect(worstLossMs).toBeLessThan(750);
});
