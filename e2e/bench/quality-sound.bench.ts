import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { fakeCamera } from '../support/fake-camera';
import { createFigures } from '../support/figures';
import { aFrame, ebuR37, measureSync, type Tolerance, withRefresh } from '../support/judge-sync';
import { downloadOnly } from '../support/library';
import { type Changes, pauseOften, recordFor, startWith, stop } from '../support/session';
import { median } from '../support/sound';
import { readBeeps } from '../support/sync';
import { test } from '../support/test';

// `npm run bench:quality`: how far audio and video are apart, for each way to record them.

const partS = 7;
const camera = await fakeCamera(join(tmpdir(), 'timeslice-bench-sync.y4m'));
const figures = createFigures();

// Small, because a browser that can't keep up beeps and flashes at the wrong times itself.
test.use({
  launch: {
    devices: true,
    answers: { microphone: 'allow', camera: 'allow' },
    args: [camera],
    windowSize: [640, 480],
  },
});

// The fake microphone beeps too.
const mixed = { microphone: true, microphoneGain: 0 } as const;
const ways: Record<string, { readonly changes: Changes; readonly tolerance: Tolerance }> = {
  'without a mix': { changes: {}, tolerance: aFrame },
  'through the mix': { changes: mixed, tolerance: ebuR37 },
};

for (const [name, { changes, tolerance }] of Object.entries(ways)) {
  test(`audio against video, ${name}, before and after 50 pauses`, async ({ app, tab }) => {
    const options = { source: 'tab', format: 'webm-vp8', ...changes } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await recordFor(app, (partS + 1) * 1000);
    await pauseOften(app, 50);
    await recordFor(app, (partS + 1) * 1000);
    await stop(app);
    const { early, late, drift } = withRefresh(tolerance);
    const { earlyMs, driftMs } = await measureSync(await downloadOnly(app), partS);
    figures.add(
      {
        name: `${name}, first ${partS} s: sound early by, ms`,
        value: earlyMs[0],
        atLeast: -late,
        atMost: early,
      },
      {
        name: `${name}, last ${partS} s: sound early by, ms`,
        value: earlyMs[1],
        atLeast: -late,
        atMost: early,
      },
      { name: `${name}: drift, ms`, value: driftMs, atLeast: -drift, atMost: drift },
    );
  });
}

test('audio against video, with the camera inset', async ({ app, tab }) => {
  // At the top, it covers nothing that the page paints of its sound.
  const options = {
    source: 'tab',
    inset: true,
    insetCorner: 'top-right',
    format: 'webm-vp8',
    timesliceMs: 500,
  } as const;
  expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
  await recordFor(app, partS * 1000);
  await stop(app);
  const value = median((await readBeeps(await downloadOnly(app))).map(({ earlyMs }) => earlyMs));
  figures.add({
    name: 'with the camera in a corner: sound early by, ms',
    value,
    atLeast: -ebuR37.late,
    atMost: ebuR37.early,
  });
});

// After a failure, this runs in a new worker, has no figures, and fails too.
test('the limits of audio against video', () => figures.judge('Audio against video'));
