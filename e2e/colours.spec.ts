import { expect } from '@playwright/test';
import type { FormatId } from '../src/domain/format';
import {
  type ColourSource,
  type Compositing,
  isOnScreen,
  launchFor,
  recordColours,
} from './support/colour-files';
import { judgeColours, judgesOf } from './support/colour-judges';
import { colourTolerance, palette } from './support/colours';
import { readRecordings } from './support/database';
import { makePaletteCamera } from './support/palette-film';
import { test } from './support/test';

// `npm run faults -- colours` records each source in each format on both paths.

interface Case {
  readonly source: ColourSource;
  readonly formats: readonly FormatId[];
}

/** Every bit stream and both containers where the file's label is changed; where it is right, some of them. */
const cases: Readonly<Record<Compositing, readonly Case[]>> = {
  software: [
    { source: 'tab', formats: ['webm-vp9', 'webm-vp8', 'webm-av1', 'mp4-h264', 'mp4-vp9'] },
    { source: 'tab with a camera', formats: ['webm-vp9'] },
    { source: 'camera', formats: ['webm-vp8'] },
    { source: 'window', formats: ['webm-vp9'] },
  ],
  GPU: [
    { source: 'tab', formats: ['webm-vp9', 'webm-vp8', 'mp4-h264'] },
    { source: 'picked tab', formats: ['webm-vp9'] },
    { source: 'tab with a camera', formats: ['webm-vp9'] },
    // A camera that states nothing is taken for BT.601 there.
    { source: 'camera', formats: ['webm-vp8', 'mp4-av1'] },
    { source: 'monitor', formats: ['webm-vp9'] },
  ],
};

test.beforeAll(makePaletteCamera);

for (const path of ['software', 'GPU'] as const) {
  for (const { source, formats } of cases[path]) {
    test.describe(`composited by ${path}`, () => {
      // What needs no screen is recorded in one browser.
      test.use({ shared: true, headed: isOnScreen(source), launch: launchFor(source, path) });

      test(`a ${source} has its colours: ${formats.join(', ')}`, async ({ app, tab, site, firefox }) => {
        for (const file of await recordColours({ app, tab, site }, source, path, formats)) {
          for (const judge of judgesOf(file)) {
            const { steps, seen } = await judgeColours(file, judge, { page: tab, firefox });
            expect.soft(steps, `${file.format} in ${judge}: ${seen}`).toBeLessThanOrEqual(colourTolerance);
          }
        }
      });
    });
  }
}

test.describe('composited by software', () => {
  test.use({ shared: true, launch: launchFor('picked tab', 'software') });

  test('a picked tab has its colours, also if only an earlier one was proof', async ({
    app,
    tab,
    site,
    firefox,
  }) => {
    const record = (colours: typeof palette) =>
      recordColours({ app, tab, site }, 'picked tab', 'software', ['webm-vp9'], colours);
    // Colours without proof: none of them is at an end of its range.
    const muted = [200, 100, 50] as const;
    for (const colours of [palette, palette.map(() => muted)]) {
      for (const file of await record(colours)) {
        const { steps, seen } = await judgeColours(file, 'ffmpeg', { page: tab, firefox });
        expect(steps, seen).toBeLessThanOrEqual(colourTolerance);
      }
    }
    expect((await readRecordings(app.probe)).map(({ matrix }) => matrix)).toEqual(['bt601', 'bt601']);
  });
});
