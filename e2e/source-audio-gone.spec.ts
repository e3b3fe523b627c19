import { expect } from '@playwright/test';
import { waitUntilRecorded } from './support/clock-on-disk';
import { downloadOnly } from './support/library';
import { longIf } from './support/long';
import { decodeMedia } from './support/media-file';
import { often } from './support/often';
import { readPackets } from './support/packets';
import { killUtility } from './support/processes';
import { inPopup, readSnapshot, startWith, stop, waitUntilSafe } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

for (const format of ['webm-vp8', 'mp4-h264'] as const) {
  test(
    `the tab’s audio ends: video recording continues, and a warning shows, ${format}`,
    longIf(format === 'webm-vp8'),
    async ({ app, tab }) => {
      expect(await startWith(app, { source: 'tab', timesliceMs: 250, format }, tab)).toMatchObject({
        ok: true,
      });
      await waitUntilSafe(app, 1500);
      // The browser restarts it, but what it served has ended.
      killUtility(app, 'audio.mojom.AudioService');
      await expect
        .poll(async () => (await readSnapshot(app)).progress, often)
        .toMatchObject({
          sourceSound: false,
          sourceSoundGone: true,
        });
      await waitUntilRecorded(app, Date.now() + 2000);
      await inPopup(app, tab, async (popup) => {
        await expect(popup.getByRole('alert').filter({ hasText: sentence('sourceSoundGone') })).toBeVisible();
      });
      const { state, durationMs } = await stop(app);
      expect(state).toBe('complete');

      const file = await downloadOnly(app);
      expect((await decodeMedia(file)).complaints).toEqual([]);
      const { video, audio } = await readPackets(file);
      const ends = [video, audio].map((packets) => packets.at(-1)?.time ?? 0);
      const silentS = (ends[0] ?? 0) - (ends[1] ?? 0);
      expect(silentS, 's of video without audio').toBeGreaterThan(1);
      expect(silentS).toBeLessThan(durationMs / 1000);
    },
  );
}
