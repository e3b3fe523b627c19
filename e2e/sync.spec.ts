import { expect } from '@playwright/test';
import { aFrame, ebuR37, judgeSync, withRefresh } from './support/judge-sync';
import { downloadOnly } from './support/library';
import { ask, readSnapshot, startWith, stop } from './support/session';
import { test } from './support/test';

const partS = 7;

// Small, for a browser that can't keep up beeps and flashes at odd times itself.
test.use({ launch: { devices: true, answers: { microphone: 'allow' }, windowSize: [640, 480] } });

for (const { name, microphone, tolerance } of [
  { name: 'recorded directly', microphone: false, tolerance: aFrame },
  { name: 'through the mix', microphone: true, tolerance: ebuR37 },
]) {
  test(`sound and picture are together, ${name}, also after 50 pauses`, async ({ app, tab }) => {
    // The fake microphone beeps too.
    const options = { source: 'tab', microphone, microphoneGain: 0, format: 'webm-vp8' } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    const recorded = async () => (await readSnapshot(app)).progress?.elapsedMs ?? 0;
    const goOn = async (ms: number) => {
      const until = (await recorded()) + ms;
      await expect.poll(recorded, { timeout: 2 * ms }).toBeGreaterThan(until);
    };
    await goOn((partS + 1) * 1000);
    for (let pause = 0; pause < 50; pause += 1) {
      expect(await ask(app, { to: 'background', name: 'pause' })).toMatchObject({ ok: true });
      expect(await ask(app, { to: 'background', name: 'resume' })).toMatchObject({ ok: true });
    }
    await goOn((partS + 1) * 1000);
    await stop(app);
    const sync = await judgeSync(await downloadOnly(app), withRefresh(tolerance), partS);
    test.info().annotations.push({ type: 'sync', description: JSON.stringify(sync) });
  });
}
