import { expect, type Page } from '@playwright/test';
import type { TestBrowser } from '../support/browser';
import { readRecordings } from '../support/database';
import { openFileServer } from '../support/file-server';
import { openFirefox } from '../support/firefox';
import { articles, download, openLibrary } from '../support/library';
import { earlyBeeps, playFlashes } from '../support/played-sync';
import { ask, type Changes, recordFor, startWith, waitForState } from '../support/session';
import { median } from '../support/sound';
import { openSpeakers } from '../support/speakers';
import { makeSyncReference } from '../support/sync-reference';
import { test } from '../support/test';

// Only `npm run faults` plays the files, because a busy machine shows frames late. `decoded-sync.spec.ts` asks Chromium's
// decoder.

const formats = ['webm-vp8', 'mp4-h264'] as const;

/** How often each file is played. */
const rounds = 3;

const ways: Record<
  string,
  { readonly devices: boolean; readonly changes: Changes; readonly limitMs: number }
> = {
  'one source': { devices: false, changes: {}, limitMs: 33 },
  // The fake microphone beeps too.
  'the mix': { devices: true, changes: { microphone: true, microphoneGain: 0 }, limitMs: 60 },
};

/** Records a few beeps in a format, and resolves to the file. */
async function record(app: TestBrowser, tab: Page, changes: Changes): Promise<string> {
  expect(await startWith(app, { source: 'tab', ...changes }, tab)).toMatchObject({ ok: true });
  await recordFor(app, 8000);
  expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
  await waitForState(app, 'inactive');
  expect((await readRecordings(app.probe)).at(-1)).toMatchObject({ state: 'complete' });
  const library = await openLibrary(app);
  const { file } = await download(library, articles(library).first());
  await library.close();
  return file;
}

/** A player of another program: resolves to how much earlier each beep of a file was heard than its flash was shown, in ms. */
type Play = (file: string) => Promise<number[]>;

for (const [way, { devices, changes, limitMs }] of Object.entries(ways)) {
  test(`Chromium and Firefox play the sound and the picture of ${way} in step, from WebM and MP4`, async ({
    launchOwn,
    site,
  }, info) => {
    test.setTimeout(600_000);
    const [speakers, server] = await Promise.all([openSpeakers(), openFileServer()]);
    const firefox = await openFirefox(speakers.server);
    try {
      const reference = info.outputPath('reference.webm');
      await makeSyncReference(reference);
      const app = await launchOwn({
        windowSize: [640, 480],
        ...(devices ? { devices, answers: { microphone: 'allow' } } : {}),
      });
      const tab = await app.context.newPage();
      await tab.goto(`${site.origin}/moving`);
      const files: string[] = [];
      for (const format of formats) files.push(await record(app, tab, { ...changes, format }));
      await app.close();

      const { context } = await launchOwn({ speakers: speakers.server, windowSize: [640, 480] });
      const page = await context.newPage();
      const inChromium: Play = async (file) => {
        // A browser may put off playing what nobody sees.
        await page.bringToFront();
        await page.goto(server.show(file));
        return earlyBeeps(await page.evaluate(playFlashes), await speakers.takeBeeps());
      };
      const inFirefox: Play = async (file) =>
        earlyBeeps(await firefox.show(file, playFlashes, undefined), await speakers.takeBeeps());

      for (const [name, play] of Object.entries({ Chromium: inChromium, Firefox: inFirefox })) {
        const played = new Map<string, number[]>();
        // From one time to the next, all beeps of a file may be a frame of the screen later.
        for (let round = 0; round < rounds; round += 1) {
          for (const file of [reference, ...files]) {
            played.set(file, [...(played.get(file) ?? []), ...(await play(file))]);
          }
        }
        const heard = (file: string) => {
          const beeps = played.get(file) ?? [];
          expect(beeps.length, `beeps in ${name}`).toBeGreaterThanOrEqual(4 * rounds);
          return median(beeps);
        };
        for (const [index, file] of files.entries()) {
          const earlyMs = heard(file) - heard(reference);
          const what = `${formats[index]} of ${way} in ${name}: sound early by, ms`;
          console.log(`${what}: ${earlyMs.toFixed(1)}`);
          expect.soft(Math.abs(earlyMs), what).toBeLessThan(limitMs);
        }
      }
    } finally {
      await firefox.close();
      await server.close();
      await speakers.close();
    }
  });
}
