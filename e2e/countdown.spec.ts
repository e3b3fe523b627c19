import { expect } from '@playwright/test';
import { readRecordings, readSlices } from './support/database';
import { judgeMovingPage } from './support/judge';
import { downloadOnly } from './support/library';
import { logMediaRecorder, readLog } from './support/media-recorder-log';
import { findOffscreen } from './support/offscreen';
import { often } from './support/often';
import { clockDifferenceMs, firstClock } from './support/picture';
import { isPopupOpen, openPopup } from './support/popup';
import { ask, readSnapshot, startWith, stop, untilSnapshot, waitForSlices } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

/** The badge of the toolbar button. */
const badge = 'chrome.action.getBadgeText({})';

test('the countdown is shown, and is not in the file', async ({ app, tab }) => {
  await logMediaRecorder(app);
  const started = startWith(app, { source: 'tab', countdownS: 10 }, tab);
  await untilSnapshot(app, ({ countdownEndsAt }) => countdownEndsAt !== undefined);
  const { countdownEndsAt = 0, session } = await readSnapshot(app);
  expect(session.state).toBe('starting');
  expect(await readRecordings(app.probe), 'nothing is recorded yet').toEqual([]);
  const secondsLeft = () => Math.ceil((countdownEndsAt - Date.now()) / 1000);
  const isRight = async () => {
    const text = await app.probe.evaluate<string>(badge);
    return /^\d+$/.test(text) && Number(text) === secondsLeft();
  };
  await expect
    .poll(() => isPopupOpen(app), { message: 'the popup, where it can be cancelled', ...often })
    .toBe(true);
  // A busy machine is late with it for moments.
  await expect.poll(isRight, { message: 'the badge shows the seconds that are left', ...often }).toBe(true);
  expect(await started).toMatchObject({ ok: true });
  await waitForSlices(app, 2);
  await stop(app);
  const stoppedAt = Date.now();
  const [called] = await readLog(app);
  const startMs = (called?.at ?? 0) - countdownEndsAt;
  // By another clock, a timer may be early.
  expect(startMs, 'ms from its end to start()').toBeGreaterThan(-500);
  expect(startMs).toBeLessThan(stoppedAt - countdownEndsAt);
  const { frames } = await judgeMovingPage(await downloadOnly(app));
  // The first frame may have been painted earlier, and waited for the recorder.
  const firstFrameMs = clockDifferenceMs(firstClock(frames), countdownEndsAt);
  expect(firstFrameMs, 'ms from its end to the first frame').toBeGreaterThan(-5000);
  expect(firstFrameMs).toBeLessThan(stoppedAt - countdownEndsAt);
});

test('a cancelled countdown leaves nothing behind, and shows no failure', async ({ app, tab }) => {
  const started = startWith(app, { source: 'tab', countdownS: 10 }, tab);
  await untilSnapshot(app, ({ countdownEndsAt }) => countdownEndsAt !== undefined);
  expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
  expect(await started).toMatchObject({ ok: false, failure: { code: 'start-cancelled' } });
  const nothing = { revision: expect.any(Array), session: { state: 'inactive' } };
  expect(await readSnapshot(app)).toEqual(nothing);
  expect(await readRecordings(app.probe)).toEqual([]);
  expect(await readSlices(app.probe)).toEqual([]);
  await expect
    .poll(() => findOffscreen(app), { message: 'nothing holds a stream', ...often })
    .toBeUndefined();
  await expect.poll(() => app.probe.evaluate(badge), often).toBe('');
});

test('the tab closes during the countdown: nothing is recorded, and the reason is shown', async ({
  app,
  tab,
}) => {
  const started = startWith(app, { source: 'tab', countdownS: 10 }, tab);
  await untilSnapshot(app, ({ countdownEndsAt }) => countdownEndsAt !== undefined);
  await tab.close();
  expect(await started).toMatchObject({ ok: false, failure: { code: 'tab-closed' } });
  expect((await readSnapshot(app)).session).toMatchObject({ last: { saved: false } });
  const popup = await openPopup(app, await app.context.newPage());
  await expect(popup.getByRole('alert')).toContainText(sentence('failureTabClosedWhat'));
  await expect(popup.getByText(sentence('stateSaved'))).toHaveCount(0);
  expect(await readRecordings(app.probe)).toEqual([]);
  await expect.poll(() => findOffscreen(app), often).toBeUndefined();
});
