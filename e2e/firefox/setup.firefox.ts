import { expect, test } from '@playwright/test';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import { often } from '../support/often';

let app: FirefoxApp;

test.beforeEach(async () => {
  app = await launchFirefox({ isAllowed: false });
  await app.show('src/setup/setup.html');
});

test.afterEach(async () => {
  await app.close();
});

/** The titles of the steps. */
const steps = () =>
  app.run('content', () => [...document.querySelectorAll('ol h2')].map((title) => title.textContent));

test('the set-up page asks for devices alone, and one "Allow" holds', async () => {
  await expect.poll(steps, { message: 'the steps', ...often }).toEqual(['Microphone', 'Camera']);
  await app.click('content', '[aria-labelledby="microphone-title"] button');
  await app.allowDevice();
  const state = () =>
    app.run(
      'content',
      () => document.querySelector<HTMLElement>('[aria-labelledby="microphone-title"]')?.dataset['state'],
    );
  await expect.poll(state, { message: 'it is allowed', ...often }).toBe('allowed');
  // The next page asks nothing any more.
  await app.show('src/library/library.html');
  const permission = () =>
    app.run('content', async () => (await navigator.permissions.query({ name: 'microphone' })).state);
  expect(await permission()).toBe('granted');
});
