import { expect, test } from '@playwright/test';
import { reportFault, rounds } from '../support/fault-report';
import { launchFirefox } from '../support/firefox-app';
import { choose, downloadFirst, readStatus, startScreen, waitForSlices } from '../support/firefox-recording';
import { decodeMedia } from '../support/media-file';
import { often } from '../support/often';

/** Kills the browser while it records the screen and the microphone. @returns what was lost, in ms */
async function lostByKill(timesliceMs: number): Promise<number> {
  const first = await launchFirefox();
  await choose(first, { source: 'picker', microphone: true, timesliceMs });
  await startScreen(first);
  await waitForSlices(first, Math.ceil(4000 / timesliceMs));
  // At any moment between two slices.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * timesliceMs));
  const { progress } = (await readStatus(first)).snapshot;
  const killedAt = Date.now();
  await first.kill();
  const elapsedMs = (progress?.elapsedMs ?? 0) + killedAt - (progress?.measuredAt ?? 0);

  const second = await launchFirefox({ killed: first.profile });
  try {
    await second.show('src/library/library.html');
    const recovered = async () => (await readStatus(second)).notices.recovered.length;
    await expect.poll(recovered, { message: 'it is recovered', ...often }).toBe(1);
    const { endsAt } = await decodeMedia(await downloadFirst(second));
    return Math.max(0, elapsedMs - 1000 * endsAt);
  } finally {
    await second.close();
  }
}

for (const timesliceMs of [250, 1000]) {
  test(`kill -9 of Firefox, timeslice ${timesliceMs} ms`, async () => {
    let worstLossMs = 0;
    for (let round = 0; round < rounds; round += 1) {
      worstLossMs = Math.max(worstLossMs, await lostByKill(timesliceMs));
    }
    reportFault({
      fault: `Firefox killed, WebM, ${timesliceMs} ms`,
      rounds,
      worstLossMs: Math.round(worstLossMs),
      limitMs: timesliceMs + 500,
      expected: rounds,
      kept: rounds,
    });
  });
}
