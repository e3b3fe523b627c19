import { expect } from '@playwright/test';
import { waitForBeep } from './support/clock-on-disk';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { often } from './support/often';
import { killServiceWorker } from './support/service-worker';
import { ask, inPopup, readElapsedMs, startWith, stop, untilSnapshot } from './support/session';
import { readLoudness } from './support/sound';
import { frontTab } from './support/tabs';
import { test } from './support/test';
import { sentence } from './support/texts';

/** Long enough for a beep of the page, in seconds. */
const oneBeepS = 1.3;

test('a tab that the user has muted stays silent while it is recorded, with its sound in the file', async ({
  launchOwn,
  site,
  speakers,
}) => {
  const app = await launchOwn({ speakers: speakers.server, windowSize: [640, 480] });
  const tab = await app.context.newPage();
  await tab.goto(site.moving);
  const { id } = await frontTab(app);
  const mute = (muted: boolean) =>
    app.probe.evaluate((change) => chrome.tabs.update(change.id, { muted: change.muted }), { id, muted });
  const becomes = {
    audible: () => expect.poll(() => speakers.listen(oneBeepS), often).toBeGreaterThan(0.05),
    silent: () => expect.poll(() => speakers.listen(oneBeepS), often).toBeLessThan(0.001),
  };
  await becomes.audible();

  const counting = startWith(app, { source: 'tab', countdownS: 10 }, tab);
  await untilSnapshot(app, ({ countdownEndsAt }) => countdownEndsAt !== undefined);
  await mute(true);
  await becomes.silent();
  await ask(app, { to: 'background', name: 'stop' });
  expect(await counting, 'silent during the countdown').toMatchObject({
    failure: { code: 'start-cancelled' },
  });

  expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
  await waitForBeep(app);
  expect(speakers.peak, 'since it was muted').toBeLessThan(0.001);
  expect(await speakers.listen(oneBeepS), 'while it is recorded').toBeLessThan(0.001);
  await inPopup(app, tab, (popup) => expect(popup.getByText(sentence('tabMuted'))).toBeVisible());

  const mutedMs = await readElapsedMs(app);
  await mute(false);
  await becomes.audible();
  await untilSnapshot(app, ({ tab }) => tab?.muted === false);
  await mute(true);
  await becomes.silent();
  // The service worker follows the tab; the next one has to notice the change.
  await killServiceWorker(app);
  await mute(false);
  await becomes.audible();

  const { hasAudio } = await stop(app);
  expect(hasAudio).toBe(true);
  const file = await downloadOnly(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  // Each is that of 5 ms.
  const whileMuted = (await readLoudness(file)).slice(0, mutedMs / 5);
  expect(Math.max(...whileMuted), 'the sound of the tab while it is muted').toBeGreaterThan(0.05);
});
