import { expect } from '@playwright/test';
import type { CaptureOptions } from '../src/domain/options';
import { expectAccessible } from './support/axe';
import { findSetup } from './support/browser';
import { extensionId, extensionUrl, pages } from './support/extension';
import { folderSwitch } from './support/folder';
import { longIf } from './support/long';
import { often } from './support/often';
import { openExtensionsPage } from './support/reload';
import { readSnapshot } from './support/session';
import { countFrames, decide, expectState, readMeter, row } from './support/setup';
import { test } from './support/test';
import { sentence } from './support/texts';

const allowed = { microphone: 'allow', camera: 'allow' } as const;

test('opens when Timeslice is installed, once', async ({ launchOwn }) => {
  const first = await launchOwn({ setup: true });
  await findSetup(first.context);
  await readSnapshot(first);
  await first.close();
  const second = await launchOwn({ profile: first.profile });
  // The service worker has started: any page it opened comes before a tab that is opened later.
  await readSnapshot(second);
  await second.context.newPage();
  const open = second.context.pages().map((page) => page.url());
  expect(open).not.toContain(extensionUrl(pages.setup));
});

test.describe('on a computer with microphone and camera', () => {
  const args = ['--auto-accept-camera-and-microphone-capture'];
  test.use({ launch: { setup: true, devices: true, args } });

  test('after a click on “Allow”, the picture and the level move', async ({ app }) => {
    const setup = await findSetup(app.context);
    await expectState(setup, 'Microphone', 'Not asked yet');
    await expectState(setup, 'Camera', 'Not asked yet');
    await row(setup, 'Camera').getByRole('button', { name: 'Allow camera' }).click();
    await expectState(setup, 'Camera', 'Allowed');
    await expectState(setup, 'Microphone', 'Not asked yet');
    const before = await countFrames(setup);
    await expect
      .poll(() => countFrames(setup), { message: 'frames go on coming', ...often })
      .toBeGreaterThan(before + 5);
    const scale = await setup.locator('video').evaluate((video) => getComputedStyle(video).scale);
    expect(scale, 'like a mirror').toBe('-1 1');

    await row(setup, 'Microphone').getByRole('button', { name: 'Allow microphone' }).click();
    await expectState(setup, 'Microphone', 'Allowed');
    const isOn = () =>
      app.probe.evaluate(async () => {
        const { options } = await chrome.storage.local.get<{ options?: CaptureOptions }>('options');
        return options?.microphone;
      });
    await expect.poll(isOn, { message: 'it is switched on in the popup', ...often }).toBe(true);
    await expect.poll(() => readMeter(setup), { message: 'a beep', intervals: [50] }).toBeGreaterThan(50);
    await expect.poll(() => readMeter(setup), { message: 'no beep', intervals: [50] }).toBeLessThan(20);
  });
});

test.describe('if microphone and camera are allowed', () => {
  test.use({ launch: { setup: true, devices: true, answers: allowed } });

  test('the devices have names, and the choice is remembered', async ({ app }) => {
    const setup = await findSetup(app.context);
    const microphones = setup.getByRole('combobox', { name: 'Microphone device' });
    await microphones.selectOption({ label: 'Fake Audio Input 2' });
    const chosen = await microphones.inputValue();
    const remembered = () =>
      app.probe.evaluate(async () => {
        const { options } = await chrome.storage.local.get<{ options?: CaptureOptions }>('options');
        return options?.microphoneId;
      });
    await expect.poll(remembered, often).toBe(chosen);
    await setup.reload();
    await expect(microphones).toHaveValue(chosen);
    await expect(setup.getByRole('combobox', { name: 'Camera device' })).toContainText('fake_device_0');
  });

  test('no device is open while the page is hidden', async ({ app }) => {
    const setup = await findSetup(app.context);
    await expect.poll(() => countFrames(setup), often).toBeGreaterThan(0);
    const track = await setup
      .locator('video')
      .evaluateHandle((video: HTMLVideoElement) => (video.srcObject as MediaStream).getTracks()[0]);
    const see = (state: DocumentVisibilityState) =>
      setup.evaluate((now) => {
        // The tests keep every page in sight.
        Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await see('hidden');
    await expect.poll(() => track.evaluate((camera) => camera?.readyState), often).toBe('ended');
    await see('visible');
    await expect.poll(() => countFrames(setup), { message: 'it comes back', ...often }).toBeGreaterThan(0);
  });
});

test.describe('if the microphone was blocked', () => {
  const answers = { microphone: 'block', camera: 'allow' } as const;
  test.use({ launch: { setup: true, devices: true, answers, pinned: false } });

  test('a button opens the browser’s settings, and a choice there shows at once; a hidden button is to be pinned first', async ({
    app,
  }) => {
    const setup = await findSetup(app.context);
    const pin = setup.getByRole('listitem').first();
    await expect(pin.getByRole('heading')).toHaveText(sentence('setupPinTitle'));
    await expect(pin).toContainText(sentence('setupPin'));
    const tabs = row(setup, 'One-click tab recording');
    await expect(tabs, 'where to click').toContainText(sentence('setupTabDoneHidden'));
    const ready = setup.getByRole('region', { name: sentence('setupReady') });
    await expect(ready).toContainText('Click the puzzle piece in the toolbar, then Timeslice, to start');
    const microphone = row(setup, 'Microphone');
    await expectState(setup, 'Microphone', 'Blocked by you');
    await expect(microphone.getByRole('listitem')).toHaveCount(3);
    await expect(microphone.getByText(sentence('setupStepMicrophone'))).toBeVisible();

    const opened = app.context.waitForEvent('page');
    await microphone.getByRole('button', { name: 'Open browser settings' }).click();
    const settings = await opened;
    await expect(settings.getByRole('heading', { name: `(ID: ${extensionId})` })).toBeVisible();

    await decide(settings, 'Microphone', 'allow');
    await expectState(setup, 'Microphone', 'Allowed');
    await expect.poll(() => readMeter(setup), { intervals: [50] }).toBeGreaterThan(50);
    await decide(settings, 'Camera', 'block');
    await expectState(setup, 'Camera', 'Blocked by you');
    await expect(setup.locator('video')).toHaveCount(0);

    const extensions = await openExtensionsPage(app);
    await extensions.evaluate((id) => {
      const { developerPrivate } = chrome as unknown as {
        developerPrivate: { updateExtensionConfiguration(change: object): Promise<void> };
      };
      return developerPrivate.updateExtensionConfiguration({ extensionId: id, pinnedToToolbar: true });
    }, extensionId);
    await expect(setup.getByText(sentence('setupPinTitle')), 'it is pinned').toHaveCount(0);
    await expect(ready).toContainText('Click the Timeslice button in the toolbar to start');
  });
});

test.describe('on a computer without them', () => {
  test.use({ launch: { setup: true, permitted: false } });

  test('there is nothing to allow, and tab recording is not requested', async ({ app }) => {
    const setup = await findSetup(app.context);
    await expectState(setup, 'Microphone', 'No device');
    await expectState(setup, 'Camera', 'No device');
    await expectState(setup, 'One-click tab recording', 'Not asked yet');
    await expect(row(setup, 'Camera').getByText(sentence('setupNoCamera'))).toBeVisible();
    await expect(row(setup, 'Camera').getByRole('button')).toHaveCount(0);
  });
});

test.describe('for everyone', () => {
  const states = {
    'nothing asked': { permitted: false, devices: true },
    'everything allowed': { devices: true, answers: allowed },
    'everything blocked': { devices: true, answers: { microphone: 'block', camera: 'block' } },
    'no device': {},
  } as const;

  for (const [state, launch] of Object.entries(states)) {
    for (const language of ['en', 'ru'] as const) {
      // Colors are the same in each language.
      const dark = language === 'en';

      test.describe(`${state}, ${language}`, () => {
        test.use({ launch: { ...launch, setup: true, language } });

        test(
          `is accessible, ${dark ? 'light, and the colors in dark' : 'light'}, at every width`,
          longIf(!dark && state !== 'everything blocked'),
          async ({ app }) => {
            const setup = await findSetup(app.context);
            await expect(setup.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));
            await expect(setup.getByRole('listitem').first().getByRole('status')).not.toBeEmpty();
            await expectAccessible(setup, state, { dark });
            for (const width of [320, 480, 800, 1440]) {
              await setup.setViewportSize({ width, height: 800 });
              const needed = await setup.evaluate(() => document.documentElement.scrollWidth);
              expect(needed, `fits in ${width} px`).toBeLessThanOrEqual(width);
            }
          },
        );
      });
    }
  }

  test.describe('with the keyboard', () => {
    test.use({ launch: { setup: true, permitted: false, devices: true } });

    test('every button is reached', async ({ app }) => {
      const setup = await findSetup(app.context);
      await expect(setup.getByRole('button')).toHaveCount(4);
      await expect(folderSwitch(setup), 'the page has read its rows').toBeEnabled();
      const button = (name: string) => setup.getByRole('button', { name });
      const steps = ['Allow tab recording', 'Allow microphone', 'Allow camera'].map(button);
      for (const reached of [...steps, folderSwitch(setup), button('Open library')]) {
        await setup.keyboard.press('Tab');
        await expect(reached).toBeFocused();
      }
    });
  });
});
