import { expect } from '@playwright/test';
import { judgeSync, type Tolerance } from './support/judge-sync';
import { downloadOnly } from './support/library';
import { readPackets } from './support/packets';
import { pauseOften, recordFor, startWith, stop } from './support/session';
import { median } from './support/sound';
import { compareBeeps, recordBeside, takeRecordedBeside } from './support/sync-against';
import { test } from './support/test';

const partS = 3;

/**
 * Against the page, which a busy browser lets flash late: a beep that belongs to another flash is at least 500 ms off. The
 * limits of a quiet machine: `npm run bench:quality`.
 */
const together: Tolerance = { early: 250, late: 250, drift: 250 };

// Small, because a browser that can't keep up beeps and flashes at the wrong times itself.
test.use({
  launch: { devices: true, answers: { microphone: 'allow' }, windowSize: [640, 480] },
  shared: true,
});

for (const { name, microphone, early, late } of [
  { name: 'without a mix', microphone: false, early: 40, late: 40 },
  { name: 'through the mix', microphone: true, early: 40, late: 60 },
]) {
  test(`audio and video stay in sync, ${name}, even after 50 pauses`, async ({ app, tab }) => {
    // The fake microphone beeps too.
    await recordBeside(app);
    const options = { source: 'tab', microphone, microphoneGain: 0, format: 'webm-vp9' } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await recordFor(app, (partS + 1) * 1000);
    await pauseOften(app, 50);
    await recordFor(app, (partS + 1) * 1000);
    const beside = await takeRecordedBeside(app);
    await stop(app);
    const file = await downloadOnly(app);
    await judgeSync(file, together, partS);

    // Against a plain recording of the same tracks. The pauses, between these beeps, move some of the others.
    const compared = (await compareBeeps(file, beside)).map(({ earlierMs }) => earlierMs);
    for (const part of [compared.slice(0, partS), compared.slice(-partS)]) {
      expect(median(part), `ms early: ${compared}`).toBeLessThan(early);
      expect(median(part), `ms early: ${compared}`).toBeGreaterThan(-late);
    }

    const { video, audio, endsAt } = await readPackets(file);
    for (const [kind, packets] of Object.entries({ video, audio })) {
      const times = packets.map(({ time }) => time);
      expect(times[0], `${kind} begins with the file`).toBeLessThan(4);
      expect(times.at(-1), `${kind} ends with the file`).toBeGreaterThan(endsAt - 4);
      expect(times, `${kind} in order`).toEqual(times.toSorted((one, other) => one - other));
    }
  });
}
