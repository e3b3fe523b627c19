import { env } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { aFrame, ebuR37, judgeSync } from '../support/judge-sync';
import { downloadOnly } from '../support/library';
import { startWith, stop } from '../support/session';
import { test } from '../support/test';

const minutes = Number(env['TIMESLICE_SOAK_MINUTES'] ?? 10);

test.use({
  launch: { devices: true, answers: { microphone: 'allow' }, windowSize: [640, 480] },
});

for (const { name, microphone, tolerance } of [
  { name: 'without a mix', microphone: false, tolerance: aFrame },
  { name: 'through the mix', microphone: true, tolerance: ebuR37 },
]) {
  test(`audio and video stay in sync, ${name}, over ${minutes} minutes`, async ({ app, tab }) => {
    test.setTimeout(0);
    const options = { source: 'tab', microphone, microphoneGain: 0, format: 'webm-vp9' } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await wait(minutes * 60_000);
    await stop(app);
    const sync = await judgeSync(await downloadOnly(app), tolerance, 30);
    console.log(`${name}: ${JSON.stringify(sync)}`);
  });
}
