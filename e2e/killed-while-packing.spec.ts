import { expect } from '@playwright/test';
import { launchBrowser } from './support/browser';
import { openLab } from './support/lab';
import { killBrowser } from './support/processes';
import { onlyRecording, startRecording, stopRecording, waitForSlices } from './support/session';
import { test } from './support/test';

const sliceCount = 600;

for (const format of ['webm-vp8', 'mp4-vp9']) {
  test(`a browser that is killed while it packs ${format} loses nothing and doubles nothing`, async ({
    site,
  }) => {
    const first = await launchBrowser();
    const tab = await first.context.newPage();
    await tab.goto(site.moving);
    await startRecording(first, tab, { format, timeslice: '1 s' });
    await waitForSlices(first, 4);
    await stopRecording(first, tab);
    const { id: template } = await onlyRecording(first);
    const lab = await openLab(first.probe);
    await lab.run('writeUnpacked', template, 'packed', sliceCount);
    const { fileBytes } = await lab.run('inspectPacked', template, 'packed', sliceCount);
    // It packs without a rest, so whenever the kill comes, it is in the midst of one.
    const packing = lab.run('packAll', template, 'packed').catch(() => 'killed');
    await tab.waitForTimeout(400);
    await killBrowser(first);
    expect(await packing).toBe('killed');

    const again = await launchBrowser({ profile: first.profile });
    try {
      const found = await (await openLab(again.probe)).run('inspectPacked', template, 'packed', sliceCount);
      expect(found).toMatchObject({ isWhole: true, fileBytes });
      expect(found.packs, 'it was at it').toBeGreaterThan(0);
      expect(found.rows, 'and not done').toBeGreaterThan(sliceCount / 4 + 8);
    } finally {
      await again.dispose();
    }
  });
}
