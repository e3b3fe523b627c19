import { expect, type Page } from '@playwright/test';
import { haltIn } from './support/halt';
import { openLab } from './support/lab';
import { longIf } from './support/long';
import { killBrowser } from './support/processes';
import { onlyRecording, startRecording, stop, waitForSlices } from './support/session';
import { test } from './support/test';

const sliceCount = 60;
/** The lab packs so many slices at a time. */
const slicesPerPack = 4;
const packsBefore = 3;

/**
 * Halts the page for good in the transaction of a pack: the pack is written, and nothing can be committed any more.
 *
 * @param before how many packs come before it
 * @returns resolves once it has halted
 */
async function haltInPack(page: Page, before: number): Promise<{ readonly halted: Promise<unknown> }> {
  const session = await page.context().newCDPSession(page);
  const halted = new Promise((resolve) => session.once('Debugger.paused', resolve));
  await session.send('Debugger.enable');
  const method = 'IDBObjectStore.prototype.delete';
  await session.send('Runtime.evaluate', {
    expression: haltIn({ method, isMade: true, callsBefore: before }),
  });
  return { halted };
}

for (const format of ['webm-vp8', 'mp4-vp9']) {
  test(
    `a browser killed in the transaction of a ${format} pack neither loses nor duplicates anything`,
    longIf(format === 'webm-vp8'),
    async ({ launchOwn, site }) => {
      const first = await launchOwn({ windowSize: [640, 480] });
      const tab = await first.context.newPage();
      await tab.goto(site.moving);
      await startRecording(first, tab, { format, timeslice: '1 s' });
      await waitForSlices(first, 3);
      await stop(first);
      const { id: template } = await onlyRecording(first);
      const lab = await openLab(first.probe);
      await lab.run('writeUnpacked', template, 'packed', sliceCount);
      const { fileBytes } = await lab.run('inspectPacked', template, 'packed', sliceCount);
      const { halted } = await haltInPack(first.probe, packsBefore);
      const packing = lab.run('packAll', template, 'packed').catch(() => 'killed');
      await halted;
      await killBrowser(first);
      expect(await packing).toBe('killed');

      const again = await launchOwn({ profile: first.profile });
      const found = await (await openLab(again.probe)).run('inspectPacked', template, 'packed', sliceCount);
      expect(found).toEqual({
        isWhole: true,
        fileBytes,
        packs: packsBefore,
        rows: sliceCount - packsBefore * (slicesPerPack - 1),
      });
    },
  );
}
