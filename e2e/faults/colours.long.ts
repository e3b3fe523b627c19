import { expect } from '@playwright/test';
import { formats } from '../../src/domain/format';
import { colourSources, isOnScreen, launchFor, recordColours } from '../support/colour-files';
import { judgeColours, judgesOf } from '../support/colour-judges';
import { colourTolerance } from '../support/colours';
import { makePaletteCamera } from '../support/palette-film';
import { test } from '../support/test';

// Only `npm run faults` records each source in each format on both paths; `colours.spec.ts` records some of them.

const ids = formats.map(({ id }) => id);
const judges = ['ffmpeg', 'Chromium', 'Firefox', 'painted'] as const;

test.beforeAll(makePaletteCamera);

for (const path of ['software', 'GPU'] as const) {
  for (const source of colourSources) {
    test.describe(`composited by ${path}`, () => {
      test.use({ shared: true, headed: isOnScreen(source), launch: launchFor(source, path) });

      test(`a ${source} has its colours in every format and every player`, async ({
        app,
        tab,
        site,
        firefox,
      }) => {
        test.setTimeout(600_000);
        for (const file of await recordColours({ app, tab, site }, source, path, ids)) {
          const worst: string[] = [];
          for (const judge of judges) {
            const { steps, seen } = await judgeColours(file, judge, { page: tab, firefox });
            worst.push(`${judge} ${steps}`);
            if (judge === 'painted' || !judgesOf(file).includes(judge)) continue;
            expect.soft(steps, `${file.format} in ${judge}: ${seen}`).toBeLessThanOrEqual(colourTolerance);
          }
          console.log(`${path}, ${source}, ${file.format}: steps off: ${worst.join(', ')}`);
        }
      });
    });
  }
}
