import { writeFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { waitForFrames } from './support/clock-on-disk';
import { button, pause, playOldest, tenths } from './support/cutting';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { longIf } from './support/long';
import { readFrames } from './support/picture';
import { startWith, stop } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

// Chromium keeps a frame after a seek for as long as frames last on average: without decoding, it is shown instead of the
// next ones (docs/decisions.md, "A step shows each frame").
for (const format of ['webm-vp9', 'webm-vp8', 'mp4-h264'] as const) {
  test(
    `each frame of a page that paints unevenly is shown, forward and back, and saved (${format})`,
    longIf(format !== 'webm-vp9'),
    async ({ app, tab, site }) => {
      await tab.goto(site.uneven);
      const choice = { source: 'tab', format, timesliceMs: 1000 } as const;
      expect(await startWith(app, choice, tab)).toMatchObject({ ok: true });
      // The page repeats its twelve distances.
      await waitForFrames(app, 20);
      await stop(app);
      const file = await downloadOnly(app);
      const { frames } = await judgeMovingPage(file);
      const { library, player } = await playOldest(app, { file });
      await pause(player);
      await player.getByRole('slider', { name: 'Position' }).fill('0');

      /** Saves the frame that is shown once all steps are done: it is that one, and the video is there. */
      const expectFrame = async (index: number) => {
        const saving = library.waitForEvent('download');
        await button(player, 'Save this frame').click();
        const picture = test.info().outputPath('frame.png');
        const saved = await saving;
        await saved.saveAs(picture);
        const { time = Number.NaN, counter } = frames[index] ?? {};
        expect((await readFrames(picture))[0]?.counter, `frame ${index} at ${time} s`).toBe(counter);
        const at = await player.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
        expect(at).toBeGreaterThanOrEqual(index === 0 ? 0 : time);
        expect(at, `frame ${index} has just begun`).toBeLessThan(time + 0.002);
        expect(saved.suggestedFilename()).toContain(` 0.0${tenths(at)}.png`);
      };
      const step = async (direction: 'Previous' | 'Next', index: number) => {
        await button(player, `${direction} frame`).click();
        await expectFrame(index);
      };

      const last = frames.length - 1;
      expect(last).toBeGreaterThan(8);
      await expectFrame(0);
      await player.getByRole('slider', { name: 'Position' }).press('.');
      await expectFrame(1);
      for (let index = 2; index <= last; index += 1) await step('Next', index);
      await step('Next', last);
      await player.getByRole('slider', { name: 'Position' }).press(',');
      await expectFrame(last - 1);
      for (let index = last - 2; index >= Math.max(0, last - 8); index -= 1) await step('Previous', index);
      await player.getByRole('slider', { name: 'Position' }).fill('0');
      await step('Previous', 0);

      await step('Next', 1);
      await library.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await button(player, 'Copy this frame').click();
      await expect(player.getByText('Copied', { exact: true })).toBeVisible();
      const base64 = await library.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const bytes = new Uint8Array(await ((await item?.getType('image/png')) ?? new Blob()).arrayBuffer());
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      });
      const pasted = test.info().outputPath('pasted.png');
      await writeFile(pasted, Buffer.from(base64, 'base64'));
      expect((await readFrames(pasted))[0]?.counter, 'the frame in the clipboard').toBe(frames[1]?.counter);
    },
  );
}
