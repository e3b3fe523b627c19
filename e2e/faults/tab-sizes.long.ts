import { expect } from '@playwright/test';
import { compositing } from '../support/compositing';
import { judgeMovingPage } from '../support/judge';
import { stopAndDownload } from '../support/library';
import { readEdges } from '../support/samples';
import { startWith, untilSnapshot } from '../support/session';
import { changeSize, recordedSize } from '../support/tabs';
import { test } from '../support/test';

// Only `npm run faults` records so many sizes; `tab-size.spec.ts` records some of them.

const options = { source: 'tab', format: 'webm-vp8', timesliceMs: 250 } as const;
const perPath = 13;

/** Odd and even sizes of the window, spread over the usual ones by two steps that share no factor with them. */
const sizes = Array.from({ length: perPath }, (_, index) => ({
  width: 620 + ((index * 77) % 501),
  height: 400 + ((index * 53) % 301),
}));

for (const ratio of [1, 1.25, 1.5, 2]) {
  for (const path of ['software', 'GPU'] as const) {
    test.describe(`composited by ${path}, at the ratio ${ratio}`, () => {
      test.use({
        launch: { args: [...compositing[path]], deviceScaleFactor: ratio, windowSize: [1200, 900] },
      });

      test(`${perPath} sizes of a tab are recorded without a black row or column`, async ({ app, tab }) => {
        test.setTimeout(600_000);
        for (const size of sizes) {
          const name = `${size.width}x${size.height}`;
          await changeSize(app, tab, size.width, size.height);
          const wanted = await recordedSize(app, ratio);
          expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
          await untilSnapshot(app, ({ progress }) => (progress?.sliceCount ?? 0) > 3);
          const { recording, file } = await stopAndDownload(app);
          expect(recording, name).toMatchObject({ ...wanted });
          const { media } = await judgeMovingPage(file);
          expect(media.video, name).toMatchObject({ ...wanted });
          expect.soft(Math.min(...(await readEdges(file))), `${name}: the darkest edge`).toBeGreaterThan(90);
        }
      });
    });
  }
}
