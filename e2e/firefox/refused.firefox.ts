import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import { choose, clickStart, readStatus, waitForNoRecorder } from '../support/firefox-recording';
import { often } from '../support/often';

let app: FirefoxApp;

test.beforeEach(async () => {
  app = await launchFirefox();
  await choose(app, { source: 'picker' });
  await clickStart(app);
  await app.goToRecorder('#choose');
});

test.afterEach(async () => {
  await app.close();
});

/** Waits until nothing is recorded, and returns why, if there is a reason. */
async function outcome(): Promise<unknown> {
  await waitForNoRecorder(app);
  const read = async () => (await readStatus(app)).snapshot.session.state;
  await expect.poll(read, often).toBe('inactive');
  const { session } = (await readStatus(app)).snapshot;
  return session.state === 'inactive' ? session.last : undefined;
}

test('"Block" says that the picker was closed, and that nothing was recorded', async () => {
  await app.click('content', '#choose');
  await app.answer(null);
  expect(await outcome()).toMatchObject({ saved: false, failure: { code: 'permission-dismissed' } });
});

test('"Cancel" ends the start without a word', async () => {
  await app.click('content', '#cancel');
  expect(await outcome()).toBeUndefined();
});

test('closing the window before anything is chosen ends the start without a word', async () => {
  await app.closeWindow();
  expect(await outcome()).toBeUndefined();
});
