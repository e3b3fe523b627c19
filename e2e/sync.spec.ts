import { expect } from '@playwright/test';
import { judgeSync, type Tolerance } from './support/judge-sync';
import { downloadOnly } from './support/library';
import { readPackets } from './support/packets';
import { pauseOften, recordFor, startWith, stop } from './support/session';
import { test } from './support/test';

const partS = 3;

/** A beep that belongs to another flash is at least 500 ms off. The limits of a quiet machine: `npm run bench:quality`. */
const together: Tolerance = { early: 250, late: 250, drift: 250 };

// Small, because a browser that can't keep up beeps and flashes at the wrong times itself.
test.use({
  launch: { devices: true, answers: { microphone: 'allow' }, windowSize: [640, 480] },
  shared: true,
});

for (const { name, microphone } of [
  { name: 'without a mix', microphone: false },
  { name: 'through the mix', microphone: true },
]) {
  test(`audio and video stay in sync, ${name}, even after 50 pauses`, async ({ app, tab }) => {
    // The fake microphone beeps too.
    const options = { source: 'tab', microphone, microphoneGain: 0, format: 'webm-vp8' } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await recordFor(app, (partS + 1) * 1000);
    await pauseOften(app, 50);
    await recordFor(app, (partS + 1) * 1000);
    await stop(app);
    const file = await downloadOnly(app);
    await judgeSync(file, together, partS);

    const { video, audio, endsAt } = await readPackets(file);
    for (const [kind, packets] of Object.entries({ video, audio })) {
      const times = packets.map(({ time }) => time);
      expect(times[0], `${kind} begins with the file`).toBeLessThan(4);
      expect(times.at(-1), `${kind} ends with the file`).toBeGreaterThan(endsAt - 4);
      expect(times, `${kind} in order`).toEqual(times.toSorted((one, other) => one - other));
    }
  });
}
