import { expect } from '@playwright/test';
import { readRecordings } from '../support/database';
import { openFileServer } from '../support/file-server';
import { articles, download, openLibrary } from '../support/library';
import { playBeeps } from '../support/played-sync';
import { ask, startWith, waitForState, waitUntilSafe } from '../support/session';
import { median } from '../support/sound';
import { openSpeakers } from '../support/speakers';
import { makeSyncReference } from '../support/sync-reference';
import { test } from '../support/test';

const formats = ['webm-vp8', 'mp4-h264'] as const;

test('Chromium plays the sound and the picture of a WebM and an MP4 in step', async ({
  launchOwn,
  site,
}, info) => {
  const [speakers, server] = await Promise.all([openSpeakers(), openFileServer()]);
  try {
    const reference = info.outputPath('reference.webm');
    await makeSyncReference(reference);
    const app = await launchOwn({ speakers: speakers.server, windowSize: [640, 480] });
    const tab = await app.context.newPage();
    await tab.goto(`${site.origin}/moving`);
    const files: string[] = [];
    for (const format of formats) {
      expect(await startWith(app, { source: 'tab', format }, tab)).toMatchObject({ ok: true });
      await waitUntilSafe(app, 5000);
      expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
      await waitForState(app, 'inactive');
      expect((await readRecordings(app.probe)).at(-1)).toMatchObject({ state: 'complete', format });
      const library = await openLibrary(app);
      files.push((await download(library, articles(library).first())).file);
      await library.close();
    }

    const play = async (file: string) => {
      // A browser may put off playing what nobody sees.
      await tab.bringToFront();
      await tab.goto(server.show(file));
      return tab.evaluate(playBeeps);
    };
    const right = await play(reference);
    expect(right.length, 'beeps of the reference').toBeGreaterThanOrEqual(4);
    for (const [index, file] of files.entries()) {
      const own = await play(file);
      expect(own.length, 'beeps').toBeGreaterThanOrEqual(3);
      const earlyMs = median(own) - median(right);
      console.log(`${formats[index]}: sound ${earlyMs.toFixed(1)} ms early`);
      expect(Math.abs(earlyMs), `ms by which the sound of ${formats[index]} is off`).toBeLessThan(33);
    }
  } finally {
    await server.close();
    await speakers.close();
  }
});
