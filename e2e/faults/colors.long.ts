import { expect } from '@playwright/test';
import { formats } from '../../src/domain/format';
import { colorSources, isOnScreen, launchFor, recordColors } from '../support/color-files';
import { judgeColors, judgesOf } from '../support/color-judges';
import { colorTolerance } from '../support/colors';
import { makePaletteCamera } from '../support/palette-film';
import { test } from '../support/test';

// Only `npm run faults` records each source in each format on both paths; `colors.spec.ts` records some of them.

const ids = formats.map(({ id }) => id);
const judges = ['ffmpeg', 'Chromium', 'Firefox', 'painted'] as const;

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
        for (const file of await recordColors({ app, tab, site }, source, path, ids)) {
          const worst: string[] = [];
          for (const judge of judges) {
            const { steps, seen } = await judgeColors(file, judge, { page: tab, firefox });
            worst.push(`${judge} ${steps}`);
            if (judge === 'painted' || !judgesOf(file).includes(judge)) continue;
            expect.soft(steps, `${file.format} in ${judge}: ${seen}`).toBeLessThanOrEqual(colorTolerance);
          }
          console.log(`${path}, ${source}, ${file.format}: steps off: ${worst.join(', ')}`);
        }
      });
    });
  }
}
