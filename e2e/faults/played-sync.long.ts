import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect } from '@playwright/test';
import type { TestBrowser } from '../support/browser';
import { type FileServer, openFileServer } from '../support/file-server';
import { type Firefox, openFirefox } from '../support/firefox';
import { aFrame, ebuR37, type Tolerance } from '../support/judge-sync';
import { stopAndDownload } from '../support/library';
import { earlyBeeps, playFlashes } from '../support/played-sync';
import { type Changes, recordFor, startWith } from '../support/session';
import { median } from '../support/sound';
import { makeSyncReference } from '../support/sync-reference';
import { test as base } from '../support/test';

// Only `npm run faults` plays files to their end and listens, because a busy machine shows frames late.
// `decoded-sync.spec.ts` asks Chromium's decoder.

const formats = ['webm-vp9', 'mp4-h264'] as const;

/**
 * How many recordings of each format are made, and each is played once. From one time to the next, all beeps of a file may
 * be a frame of the screen later; and from one recording to the next, what the browser captures.
 */
const rounds = 5;

const ways: Record<
  string,
  { readonly devices: boolean; readonly changes: Changes; readonly tolerance: Tolerance }
> = {
  'one source': { devices: false, changes: {}, tolerance: aFrame },
  // The fake microphone beeps too.
  'the mix': { devices: true, changes: { microphone: true, microphoneGain: 0 }, tolerance: ebuR37 },
};

interface Players {
  /** Chromium, without a recording that takes its time. */
  chromium: TestBrowser;
  audibleFirefox: Firefox;
  files: FileServer;
}

const test = base.extend<Players>({
  chromium: async ({ launchOwn, speakers }, use) => {
    await use(await launchOwn({ speakers: speakers.server, windowSize: [640, 480] }));
  },
  audibleFirefox: async ({ speakers }, use) => {
    const firefox = await openFirefox(speakers.server);
    await use(firefox);
    await firefox.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
  files: async ({}, use) => {
    const server = await openFileServer();
    await use(server);
    await server.close();
  },
});

for (const [way, { devices, changes, tolerance }] of Object.entries(ways)) {
  test.describe(way, () => {
    test.use({
      launch: { windowSize: [640, 480], ...(devices ? { devices, answers: { microphone: 'allow' } } : {}) },
    });

    test('is played in step by Chromium and Firefox, from WebM and MP4', async ({
      app,
      tab,
      speakers,
      chromium,
      audibleFirefox,
      files,
    }, info) => {
      test.setTimeout(1_200_000);
      const reference = info.outputPath('reference.webm');
      await makeSyncReference(reference);
      const recorded: Record<(typeof formats)[number], string>[] = [];
      const record = async (format: (typeof formats)[number]) => {
        expect(await startWith(app, { source: 'tab', ...changes, format }, tab)).toMatchObject({ ok: true });
        await recordFor(app, 8000);
        const { recording, file } = await stopAndDownload(app);
        expect(recording).toMatchObject({ state: 'complete', format });
        // Those of one minute have the same name.
        const kept = info.outputPath(`${recorded.length}-${basename(file)}`);
        await rename(file, kept);
        return kept;
      };
      while (recorded.length < rounds) {
        recorded.push({ 'webm-vp9': await record('webm-vp9'), 'mp4-h264': await record('mp4-h264') });
      }
      await app.close();

      const page = await chromium.context.newPage();
      /** Each plays a file, and resolves to when each flash was shown. */
      const players = {
        Chromium: async (file: string) => {
          // A browser may put off playing what nobody sees.
          await page.bringToFront();
          await page.goto(files.show(file));
          return page.evaluate(playFlashes);
        },
        Firefox: (file: string) => audibleFirefox.show(file, playFlashes, undefined),
      };
      for (const [name, play] of Object.entries(players)) {
        const beeps = new Map<string, number[][]>();
        for (const made of recorded) {
          for (const [what, file] of Object.entries({ reference, ...made })) {
            const flashes = await play(file);
            const early = earlyBeeps(flashes, await speakers.takeBeeps());
            expect(early.length, `beeps of ${file} in ${name}`).toBeGreaterThanOrEqual(4);
            beeps.set(what, [...(beeps.get(what) ?? []), early]);
          }
        }
        const played = (what: string) => beeps.get(what) ?? [];
        const each = (what: string) => played(what).map((early) => median(early).toFixed(1));
        const typical = (what: string) => median(played(what).flat());
        for (const format of formats) {
          const earlyMs = typical(format) - typical('reference');
          const what = `${way}, ${format}, in ${name}: sound early by, ms`;
          console.log(`${what}: ${earlyMs.toFixed(1)} (${each(format)} against ${each('reference')})`);
          expect.soft(earlyMs, what).toBeLessThanOrEqual(tolerance.early);
          expect.soft(earlyMs, what).toBeGreaterThanOrEqual(-tolerance.late);
        }
      }
    });
  });
}
