import { expect } from '@playwright/test';
import type { FormatId } from '../src/domain/format';
import { colorExports, exportColors, nameOf } from './support/color-exports';
import {
  type ColorFile,
  type ColorSource,
  type Compositing,
  isOnScreen,
  launchFor,
  recordColors,
} from './support/color-files';
import { judgeColors, judgesOf } from './support/color-judges';
import { colorTolerance, palette } from './support/colors';
import { readRecordings } from './support/database';
import { stubSavePicker } from './support/export';
import { openLibrary } from './support/library';
import { makePaletteCamera } from './support/palette-film';
import { changeSize } from './support/tabs';
import { test } from './support/test';

// `npm run faults -- colors` records each source in each format on both paths.

interface Case {
  readonly source: ColorSource;
  readonly formats: readonly FormatId[];
  /** Whether they are exported, too. */
  readonly isExported?: boolean;
  /** Whether a taller one is recorded after it, in VP8 that is converted to BT.709. */
  readonly isTallThen?: boolean;
}

/** Colors without proof: none of them is at an end of its range. */
const mutedColors = [
  [211, 47, 47],
  [31, 136, 61],
  [90, 160, 70],
  [200, 100, 50],
] as const;

/** Every bit stream and both containers where the file's label is changed; where it is right, some of them. */
const cases: Readonly<Record<Compositing, readonly Case[]>> = {
  software: [
    // A tall tab is converted because the matrix is known from those before.
    {
      source: 'tab',
      formats: ['webm-vp9', 'webm-vp8', 'webm-av1', 'mp4-h264', 'mp4-vp9'],
      isExported: true,
      isTallThen: true,
    },
    { source: 'tab with a camera', formats: ['webm-vp9'] },
    // An H.264 of a camera that states nothing has no place for its matrix in the stream.
    { source: 'camera', formats: ['webm-vp8', 'mp4-h264'] },
    // VP8 of so high a window is converted to BT.709, that of a picked tab with a GPU to BT.601.
    { source: 'window', formats: ['webm-vp9', 'webm-vp8'] },
    // VP8 of so high a screen is converted, too.
    { source: 'monitor', formats: ['webm-vp9', 'webm-vp8'] },
  ],
  GPU: [
    { source: 'tab', formats: ['webm-vp9', 'webm-vp8', 'mp4-h264'] },
    { source: 'picked tab', formats: ['webm-vp9', 'webm-vp8'] },
    { source: 'tab with a camera', formats: ['webm-vp9'] },
    // A camera that states nothing is taken for BT.601 there.
    { source: 'camera', formats: ['webm-vp8', 'mp4-av1'] },
    { source: 'window', formats: ['webm-vp9'] },
    { source: 'monitor', formats: ['webm-vp9'] },
  ],
};

test.beforeAll(makePaletteCamera);

for (const path of ['software', 'GPU'] as const) {
  for (const { source, formats, isExported = false, isTallThen = false } of cases[path]) {
    test.describe(`composited by ${path}`, () => {
      // What needs no screen is recorded in one browser.
      test.use({ shared: true, headed: isOnScreen(source), launch: launchFor(source, path) });

      // No row of the palette is symmetrical, so a mirrored camera would fail.
      const exports = isExported ? colorExports.map(nameOf) : [];
      const judged = [...formats, ...exports, ...(isTallThen ? ['a tall one in webm-vp8'] : [])].join(', ');
      test(`a ${source} has its colors: ${judged}`, async ({ app, tab, site, firefox }) => {
        const judge = async (file: ColorFile, name: string) => {
          for (const by of judgesOf(file)) {
            const { steps, seen } = await judgeColors(file, by, { page: tab, firefox });
            expect.soft(steps, `${name} in ${by}: ${seen}`).toBeLessThanOrEqual(colorTolerance);
          }
        };
        const recordAndJudge = async (ids: readonly FormatId[]) => {
          const files = await recordColors({ app, tab, site }, source, path, ids);
          for (const file of files) await judge(file, file.format);
          return files;
        };
        const files = await recordAndJudge(formats);
        if (isExported) {
          const library = await openLibrary(app, stubSavePicker);
          for (const each of colorExports) {
            await judge(await exportColors(library, files, each), nameOf(each));
          }
          await library.close();
        }
        if (!isTallThen) return;
        await changeSize(app, tab, 640, 900);
        const [tall] = await recordAndJudge(['webm-vp8']);
        expect(tall?.height, 'lines').toBeGreaterThanOrEqual(720);
      });
    });
  }
}

test.describe('composited by software, without proof', () => {
  test.use({ shared: true, launch: launchFor('tab', 'software') });

  test('a tab has its colors, although none of them is proof', async ({ app, tab, site, firefox }) => {
    const muted = palette.map((_, index) => mutedColors[index % mutedColors.length] ?? mutedColors[0]);
    const [file] = await recordColors({ app, tab, site }, 'tab', 'software', ['webm-vp9'], muted);
    if (file === undefined) throw new Error('nothing was recorded');
    for (const judge of judgesOf(file)) {
      const { steps, seen } = await judgeColors(file, judge, { page: tab, firefox });
      expect.soft(steps, `${judge}: ${seen}`).toBeLessThanOrEqual(colorTolerance);
    }
    expect((await readRecordings(app.probe)).map(({ matrix }) => matrix)).toEqual(['bt601']);
  });
});

test.describe('composited by software', () => {
  test.use({ shared: true, launch: launchFor('picked tab', 'software') });

  test('a picked tab has its colors, also if only an earlier one was proof', async ({
    app,
    tab,
    site,
    firefox,
  }) => {
    const record = (colors: typeof palette) =>
      recordColors({ app, tab, site }, 'picked tab', 'software', ['webm-vp9'], colors);
    // Colors without proof: none of them is at an end of its range.
    const muted = [200, 100, 50] as const;
    for (const colors of [palette, palette.map(() => muted)]) {
      for (const file of await record(colors)) {
        const { steps, seen } = await judgeColors(file, 'ffmpeg', { page: tab, firefox });
        expect(steps, seen).toBeLessThanOrEqual(colorTolerance);
      }
    }
    expect((await readRecordings(app.probe)).map(({ matrix }) => matrix)).toEqual(['bt601', 'bt601']);
  });
});
