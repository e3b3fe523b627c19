import { expect, type Page } from '@playwright/test';
import { often } from './support/often';
import { clickAway, openPopup } from './support/popup';
import { choose } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

const microphone = (popup: Page) => popup.getByRole('switch', { name: 'Microphone', exact: true });
const inset = (popup: Page) => popup.getByRole('switch', { name: 'Camera inset', exact: true });
const level = (popup: Page) => popup.getByRole('meter', { name: 'Microphone level' });
const setUp = (popup: Page) => popup.getByRole('button', { name: 'Open setup' });

test.describe('allowed', () => {
  test.use({ shared: true, launch: { devices: true, answers: { microphone: 'allow', camera: 'allow' } } });

  test('the level of the microphone moves before the recording, while it is on', async ({ app, tab }) => {
    const popup = await openPopup(app, tab);
    await expect(level(popup)).toBeHidden();
    await microphone(popup).check();
    await expect(level(popup)).toBeVisible();
    const value = () => level(popup).evaluate((meter: HTMLMeterElement) => meter.value);
    // The fake microphone beeps, and is silent in between.
    await expect.poll(value, { intervals: [50] }).toBeGreaterThan(30);
    await expect.poll(value, { intervals: [50] }).toBe(0);
    await expect(setUp(popup)).toBeHidden();
    await microphone(popup).uncheck();
    await expect(level(popup)).toBeHidden();
  });
});

for (const { what, answer, devices, key } of [
  { what: 'blocked', answer: 'block', devices: true, key: 'Denied' },
  { what: 'not asked for', answer: undefined, devices: true, key: 'NotAsked' },
  { what: 'not there', answer: 'allow', devices: false, key: 'Missing' },
] as const) {
  test.describe(what, () => {
    const answers = answer === undefined ? {} : { microphone: answer, camera: answer };
    test.use({ launch: { devices, answers } });

    test(`a microphone or camera that is ${what} is reported beside its switch, before the start`, async ({
      app,
      tab,
    }) => {
      const popup = await openPopup(app, tab);
      await microphone(popup).check();
      await inset(popup).check();
      await expect(popup.getByText(sentence(`failureMicrophone${key}What`))).toBeVisible();
      await expect(popup.getByText(sentence(`failureCamera${key}What`))).toBeVisible();
      await expect(microphone(popup)).toHaveAccessibleDescription(sentence(`failureMicrophone${key}What`));
      await expect(inset(popup)).toHaveAccessibleDescription(sentence(`failureCamera${key}What`));
      await expect(level(popup)).toBeHidden();
      await expect(setUp(popup)).toHaveCount(2);

      await choose(popup, { source: 'Camera' });
      await expect(popup.getByText(sentence(`failureCamera${key}What`))).toBeVisible();
      await clickAway(popup, setUp(popup).first());
      await expect
        .poll(() => app.context.pages().map((page) => page.url()), often)
        .toContainEqual(expect.stringContaining('setup.html'));
    });
  });
}
