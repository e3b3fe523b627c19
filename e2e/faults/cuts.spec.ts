import { expect } from '@playwright/test';
import { at, button } from '../support/cutting';
import { readRecordings, readSlices } from '../support/database';
import { keptBy, reportFault, smallWindow } from '../support/fault-report';
import { type HaltPoint, haltWorkerOf } from '../support/halt';
import { articles, download, openLibrary } from '../support/library';
import { longIf } from '../support/long';
import { amidFrames, readPackets } from '../support/packets';
import { killBrowser } from '../support/processes';
import { startRecording, stop, waitUntilSafe } from '../support/session';
import { test } from '../support/test';

/** Everything of the cut is written, and nothing can be committed any more. */
const inTransaction: HaltPoint = {
  method: 'IDBObjectStore.prototype.add',
  isMade: true,
  where: `this.name === 'clips'`,
};

/** One frame is in the encoder, and more are to come. */
const whileEncoding: HaltPoint = { method: 'VideoEncoder.prototype.encode', isMade: true, callsBefore: 1 };

const kills = [
  ['in the transaction of a lossless cut', 'Lossless', inTransaction],
  ['in the transaction of an exact cut', 'Exact', inTransaction],
  ['while an exact cut is encoded', 'Exact', whileEncoding],
] as const;

for (const [when, precision, point] of kills) {
  test(
    `kill -9 ${when}: the original is there, and nothing of the cut`,
    longIf(precision === 'Exact' && point === inTransaction),
    async ({ launchOwn, site }) => {
      const first = await launchOwn(smallWindow);
      const tab = await first.context.newPage();
      await tab.goto(site.moving);
      await startRecording(first, tab, { format: 'webm-vp8', timeslice: '1 s' });
      await waitUntilSafe(first, 4500);
      await stop(first);
      const slices = await readSlices(first.probe);
      const recordings = await readRecordings(first.probe);
      const library = await openLibrary(first);
      const original = await readPackets((await download(library, articles(library))).file);
      const player = articles(library);
      await button(player, 'Play').click();
      await button(player, 'Pause').click();
      await at(player, amidFrames(original), 'Set in');
      await button(player, 'Keep selection').click();
      await player.getByRole('radio', { name: precision }).check();
      const { halted } = await haltWorkerOf(first, library, point);
      await button(player, 'Save as new recording').click();
      await halted;
      await killBrowser(first);

      const again = await launchOwn({ ...smallWindow, profile: first.profile });
      const page = await openLibrary(again);
      await expect(articles(page)).toHaveCount(1);
      const ids = (await readRecordings(again.probe)).map(({ id }) => id);
      expect(ids).toEqual(recordings.map(({ id }) => id));
      expect(await readSlices(again.probe)).toEqual(slices);
      const { file } = await download(page, articles(page));
      expect(await readPackets(file)).toEqual(original);
      reportFault({ fault: `\`kill -9\` ${when}`, rounds: 1, expected: 1, kept: await keptBy(again) });
    },
  );
}
