import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { downloadOnly } from './support/library';
import { run } from './support/run';
import { startWith, stop, waitUntilSafe } from './support/session';
import { readBeepTimes, readGaps } from './support/sound';
import { test } from './support/test';

test.use({ shared: true });

/** When Chromium's own decoder, which obeys what the header says of the audio, puts each beep; in s from its first sample. */
function decodeBeeps(page: Page, file: string): Promise<number[]> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const rate = 48_000;
    const decoded = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes.buffer);
    const beeps: number[] = [];
    let lastLoud = Number.NEGATIVE_INFINITY;
    for (const [index, sample] of decoded.getChannelData(0).entries()) {
      if (Math.abs(sample) < 0.1) continue;
      // Less silence than between ffmpeg's beeps: a gap may split one, and none of those may be missing here.
      if (index - lastLoud > 0.15 * rate) beeps.push(index / rate);
      lastLoud = index;
    }
    return beeps;
  }, readFileSync(file).toString('base64'));
}

/** When the audio of a file begins, in s. */
async function audioStart(file: string): Promise<number> {
  const what = ['-select_streams', 'a', '-show_entries', 'stream=start_time', '-of', 'csv=p=0'];
  return Number((await run('ffprobe', ['-v', 'error', ...what, file])).stdout.toString());
}

// How far sound and picture are apart, ffmpeg says (`sync.spec.ts`), which is blind to a wrong pre-skip. Players that obey
// it, as Chromium's does, then play every beep 80 ms early. `npm run faults` plays the files.
for (const format of ['webm-vp9', 'mp4-h264'] as const) {
  test(`Chromium decodes the sound of ${format} at the time at which ffmpeg does`, async ({
    app,
    tab,
    site,
  }) => {
    await tab.goto(`${site.origin}/moving`);
    expect(await startWith(app, { source: 'tab', format }, tab)).toMatchObject({ ok: true });
    await waitUntilSafe(app, 3000);
    await stop(app);
    const file = await downloadOnly(app);
    const start = await audioStart(file);
    const right = await readBeepTimes(file);
    expect(right.length, 'beeps').toBeGreaterThanOrEqual(2);
    // Chromium's decoder joins what is before and after a gap.
    const gapAt = await readGaps(file);
    const decoded = (await decodeBeeps(tab, file)).map((time) => time + start + gapAt(time));
    // Under load, a beep may begin a packet of 20 ms later; with the wrong pre-skip, each comes 80 ms early.
    for (const beep of right) {
      const nearest = Math.min(...decoded.map((time) => Math.abs(time - beep)));
      expect(1000 * nearest, 'ms from the same beep').toBeLessThan(40);
    }
  });
}
