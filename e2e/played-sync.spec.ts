import { expect } from '@playwright/test';
import { openFileServer } from './support/file-server';
import { type Firefox, openFirefox } from './support/firefox';
import { downloadOnly } from './support/library';
import { playBeeps } from './support/played-sync';
import { startWith, stop, waitUntilSafe } from './support/session';
import { median } from './support/sound';
import { openSpeakers } from './support/speakers';
import { makeSyncReference } from './support/sync-reference';
import { test } from './support/test';

for (const format of ['webm-vp8', 'mp4-h264'] as const) {
  test(`the players of Chromium and Firefox play sound and picture of ${format} in step`, async ({
    launchOwn,
    site,
  }, info) => {
    const [speakers, server] = await Promise.all([openSpeakers(), openFileServer()]);
    let firefox: Firefox | undefined;
    try {
      firefox = await openFirefox({ speakers: speakers.server });
      const reference = info.outputPath('reference.webm');
      await makeSyncReference(reference);
      const app = await launchOwn({ speakers: speakers.server, windowSize: [640, 480] });
      const tab = await app.context.newPage();
      await tab.goto(`${site.origin}/moving`);
      expect(await startWith(app, { source: 'tab', format }, tab)).toMatchObject({ ok: true });
      await waitUntilSafe(app, 6000);
      await stop(app);
      const file = await downloadOnly(app);
      await tab.goto('about:blank');

      const inChromium = async (played: string) => {
        await tab.goto(server.show(played));
        return tab.evaluate(playBeeps);
      };
      for (const [name, play] of [
        ['Chromium', inChromium],
        ['Firefox', firefox.playBeeps],
      ] as const) {
        const [right, own] = [await play(reference), await play(file)];
        expect(right.length, `beeps of the reference in ${name}`).toBeGreaterThanOrEqual(4);
        expect(own.length, `beeps in ${name}`).toBeGreaterThanOrEqual(4);
        const earlyMs = median(own) - median(right);
        // A wrong pre-skip makes the sound 80 ms early; a busy machine may record or play it late.
        expect(earlyMs, `ms by which the sound is early in ${name}`).toBeLessThan(50);
        expect(earlyMs).toBeGreaterThan(-150);
      }
    } finally {
      await firefox?.close();
      await server.close();
      await speakers.close();
    }
  });
}
