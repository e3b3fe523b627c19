import { expect } from '@playwright/test';
import { readRecordings } from '../support/database';
import { openFileServer } from '../support/file-server';
import { openFirefox } from '../support/firefox';
import { articles, download, openLibrary } from '../support/library';
import { playBeeps } from '../support/played-sync';
import { ask, startWith, waitForState, waitUntilSafe } from '../support/session';
import { median } from '../support/sound';
import { openSpeakers } from '../support/speakers';
import { makeSyncReference } from '../support/sync-reference';
import { test } from '../support/test';

// Only `npm run faults` plays files: on a busy machine, a player moves its pictures by more than the limits.

/** The limits in ms: one source that is recorded directly, and a mix; the microphone is silent, so that only the tab beeps. */
const ways = {
  direct: { options: {}, limitMs: 33 },
  mix: { options: { microphone: true, microphoneGain: 0 }, limitMs: 60 },
} as const;
const formats = ['webm-vp8', 'webm-vp9', 'mp4-h264'] as const;

test('the players of Chromium and Firefox play sound and picture in step', async ({
  launchOwn,
  site,
}, info) => {
  test.setTimeout(600_000);
  const [speakers, server] = await Promise.all([openSpeakers(), openFileServer()]);
  const firefox = await openFirefox({ speakers: speakers.server });
  try {
    const reference = info.outputPath('reference.webm');
    await makeSyncReference(reference);
    const app = await launchOwn({
      speakers: speakers.server,
      windowSize: [640, 480],
      devices: true,
      answers: { microphone: 'allow' },
    });
    const tab = await app.context.newPage();
    await tab.goto(`${site.origin}/moving`);
    const files: { readonly name: string; readonly file: string; readonly limitMs: number }[] = [];
    for (const [way, { options, limitMs }] of Object.entries(ways)) {
      for (const format of formats) {
        expect(await startWith(app, { source: 'tab', format, ...options }, tab)).toMatchObject({ ok: true });
        await waitUntilSafe(app, 6000);
        expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
        await waitForState(app, 'inactive');
        expect((await readRecordings(app.probe)).at(-1)).toMatchObject({ state: 'complete', format });
        const library = await openLibrary(app);
        const { file } = await download(library, articles(library).first());
        files.push({ name: `${format}, ${way}`, file, limitMs });
        await library.close();
      }
    }

    const players = {
      async Chromium(file: string) {
        // A browser may put off playing what nobody sees.
        await tab.bringToFront();
        await tab.goto(server.show(file));
        return tab.evaluate(playBeeps);
      },
      Firefox: (file: string) => firefox.show(file, playBeeps, undefined),
    };
    for (const [player, play] of Object.entries(players)) {
      const right = await play(reference);
      expect(right.length, `beeps of the reference in ${player}`).toBeGreaterThanOrEqual(4);
      for (const { name, file, limitMs } of files) {
        const own = await play(file);
        expect(own.length, `beeps of ${name} in ${player}`).toBeGreaterThanOrEqual(3);
        const earlyMs = median(own) - median(right);
        console.log(`${player}, ${name}: sound ${earlyMs.toFixed(1)} ms early`);
        expect
          .soft(Math.abs(earlyMs), `ms by which the sound of ${name} is off in ${player}`)
          .toBeLessThan(limitMs);
      }
    }
  } finally {
    await firefox.close();
    await server.close();
    await speakers.close();
  }
});
