import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import { choose, readStatus, waitForNoRecorder } from '../support/firefox-recording';
import { often } from '../support/often';

let app: FirefoxApp;

test.beforeEach(async () => {
  app = await launchFirefox();
});

test.afterEach(async () => {
  await app.close();
});

test('the keys start, mute, pause, resume and stop', async () => {
  await choose(app, { source: 'microphone' });
  const press = async (key: string) => {
    const { id } = await app.display.window('Firefox');
    await app.display.focus(id);
    await app.display.press(key);
  };
  const expectState = (state: string) =>
    expect
      .poll(async () => (await readStatus(app)).snapshot.session.state, { message: state, ...often })
      .toBe(state);
  await press('ctrl+shift+l');
  // It has the focus until the microphone is open.
  await app.goToRecorder('#stop');
  await press('ctrl+shift+3');
  const isMuted = async () => (await readStatus(app)).snapshot.progress?.microphone?.muted;
  await expect.poll(isMuted, { message: 'it is muted', ...often }).toBe(true);
  await press('ctrl+shift+f');
  await expectState('paused');
  await press('ctrl+shift+f');
  await expectState('recording');
  await press('ctrl+shift+l');
  await expectState('inactive');
  await waitForNoRecorder(app);
});
