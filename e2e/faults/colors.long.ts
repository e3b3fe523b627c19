import { expect } from '@playwright/test';
import { formats } from '../../src/domain/format';
import { type ColorExport, colorExports, exportColors, nameOf } from '../support/color-exports';
import { type ColorFile, colorSources, isOnScreen, launchFor, recordColors } from '../support/color-files';
import { judgeColors, judgesOf } from '../support/color-judges';
import { colorTolerance } from '../support/colors';
import { stubSavePicker } from '../support/export';
import { openLibrary } from '../support/library';
import { makePaletteCamera } from '../support/palette-film';
import { test } from '../support/test';

// Only `npm run faults` records each source in each format on both paths; `colors.spec.ts` records some of them.

const ids = formats.map(({ id }) => id);
const judges = ['ffmpeg', 'Chromium', 'Firefox', 'painted'] as const;

/** What a tab is exported as. */
const exports: readonly ColorExport[] = [
  ...colorExports,
  { of: 'webm-vp8', as: 'Plays everywhere', like: 'mp4-h264' },
  { of: 'webm-av1', as: 'Plays everywhere', like: 'mp4-h264' },
  { of: 'webm-av1', as: 'WebM', like: 'webm-av1', isTurned: true },
  { of: 'mp4-h264', as: 'Plays everywhere', like: 'mp4-h264' },
  { of: 'mp4-vp9', as: 'MP4', like: 'mp4-vp9' },
];

test.beforeAll(makePaletteCamera);

for (const path of ['software', 'GPU'] as const) {
  for (const source of colorSources) {
    test.describe(`composited by ${path}`, () => {
      test.use({ shared: true, headed: isOnScreen(source), launch: launchFor(source, path) });

      test(`a ${source} has its colors in every format and every player`, async ({
        app,
        tab,
        site,
        firefox,
      }) => {
        test.setTimeout(600_000);
        const judge = async (file: ColorFile, name: string) => {
          const worst: string[] = [];
          for (const by of judges) {
            const { steps, seen } = await judgeColors(file, by, { page: tab, firefox });
            worst.push(`${by} ${steps}`);
            if (by === 'painted' || !judgesOf(file).includes(by)) continue;
            expect.soft(steps, `${name} in ${by}: ${seen}`).toBeLessThanOrEqual(colorTolerance);
          }
          console.log(`${path}, ${source}, ${name}: steps off: ${worst.join(', ')}`);
        };
        const files = await recordColors({ app, tab, site }, source, path, ids);
        for (const file of files) await judge(file, file.format);
        if (source !== 'tab') return;
        const library = await openLibrary(app, stubSavePicker);
        for (const each of exports) {
          await judge(await exportColors(library, files, each), nameOf(each));
        }
        await library.close();
      });
    });
  }
}
