import { expect, type Locator, type Page } from '@playwright/test';
import { aac, type FormatId, formatById, mimeTypeOf } from '../src/domain/format';
import { defaultOptions } from '../src/domain/options';
import { often } from './support/often';
import { attachPopup, clickAway, isPopupOpen, openPopup } from './support/popup';
import { choose, showMore, untilSnapshot, waitForState } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true, launch: { devices: true, answers: { microphone: 'allow', camera: 'allow' } } });

const stored = (probe: Page) =>
  probe.evaluate(async () => (await chrome.storage.local.get('options'))['options']);

test('“More” begins with what people use most, and ends with what is advanced', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await showMore(popup);
  const fields = (within: Page | Locator) =>
    within
      .getByRole('combobox')
      .evaluateAll((all) => all.map((field) => (field as HTMLSelectElement).labels?.[0]?.textContent));
  const names = await fields(popup);
  expect(names.slice(0, 6)).toEqual([
    'Countdown',
    'Format',
    'Resolution',
    'Quality',
    'Microphone device',
    'Camera device',
  ]);
  const advanced = popup.getByRole('group', { name: 'Advanced', exact: true });
  expect(await fields(advanced)).toEqual(['Timeslice', 'Frame rate']);
  expect(names.slice(-2)).toEqual(['Timeslice', 'Frame rate']);
  await popup.getByRole('switch', { name: 'Microphone', exact: true }).check();
  for (const name of ["Follow the source's size", 'Echo cancellation', 'Noise suppression']) {
    await expect(advanced.getByRole('switch', { name, exact: true })).toBeVisible();
  }
});

test('every option has a name, is remembered, and is restored by “Restore defaults”', async ({
  app,
  tab,
}) => {
  const popup = await openPopup(app, tab);
  await showMore(popup);
  await popup.getByRole('switch', { name: "Follow the source's size", exact: true }).click();
  await choose(popup, {
    source: 'Screen, window or tab…',
    microphone: true,
    inset: true,
    timeslice: '5 s',
    format: 'webm-vp8',
    resolution: '720p',
    frameRate: '15',
    quality: 'High',
    countdown: '3 s',
  });
  for (const [name, value] of [
    ['Picker opens on', 'window'],
    ['Shape', 'square'],
    ['Size', 'large'],
    ['Stop after', '900000'],
    ['Stop at', '2000000000'],
  ] as const) {
    await popup.getByRole('combobox', { name, exact: true }).selectOption(value);
  }
  for (const name of ['Echo cancellation', 'Noise suppression', 'Mirror', 'Stop when the source goes silent'])
    await popup.getByRole('switch', { name, exact: true }).click();
  await popup.getByRole('radio', { name: 'Top left' }).check();
  await popup.getByRole('slider', { name: 'Microphone volume' }).fill('1.5');
  await popup.getByRole('slider', { name: 'Source volume' }).fill('0.5');
  for (const name of ['Microphone device', 'Camera device']) {
    const device = popup.getByRole('combobox', { name, exact: true });
    await expect(device.locator('option:checked')).toContainText('Default');
    await device.selectOption({ index: 1 });
  }

  const chosen = {
    ...defaultOptions,
    source: 'picker',
    surface: 'window',
    microphone: true,
    inset: true,
    timesliceMs: 5000,
    format: 'webm-vp8',
    resolution: 720,
    followSize: true,
    frameRate: 15,
    quality: 'high',
    countdownS: 3,
    insetShape: 'square',
    insetCorner: 'top-left',
    insetSize: 'large',
    insetMirrored: true,
    echoCancellation: false,
    noiseSuppression: false,
    microphoneGain: 1.5,
    sourceGain: 0.5,
    stopAfterMs: 900_000,
    stopAtBytes: 2_000_000_000,
    stopOnSilence: true,
    microphoneId: expect.stringMatching(/./),
    cameraId: expect.stringMatching(/./),
  };
  await expect.poll(() => stored(app.probe), often).toEqual(chosen);
  await popup.close();

  const again = await openPopup(app, tab);
  await expect(again.getByRole('radio', { name: 'Screen, window or tab…' })).toBeChecked();
  await expect(again.getByRole('switch', { name: 'Microphone', exact: true })).toBeChecked();
  await expect(again.getByRole('switch', { name: 'Camera inset', exact: true })).toBeChecked();
  await showMore(again);
  await expect(again.getByRole('combobox', { name: 'Resolution' })).toHaveValue('720');
  await expect(
    again.getByRole('combobox', { name: 'Camera device' }).locator('option:checked'),
  ).toContainText('fake');
  await again.getByRole('button', { name: 'Restore defaults', exact: true }).click();
  await expect.poll(() => stored(app.probe), often).toEqual(defaultOptions);
  await expect(again.getByRole('radio', { name: 'This tab' })).toBeChecked();
  await expect(again.getByRole('combobox', { name: 'Quality' })).toHaveValue('balanced');
});

test('the size of an hour follows the options, and the disk’s free space is shown', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  await expect(popup.getByText(sentence('spaceLasts'))).toBeVisible();
  await showMore(popup);
  await popup.getByRole('combobox', { name: 'Quality' }).selectOption('custom');
  await popup.getByRole('spinbutton').fill('7.872');
  // 7.872 Mb/s and 128 kb/s of sound are 1 MB a second.
  await expect(popup.getByText(sentence('sizeOfAnHour'))).toContainText('3.6 GB');
  await choose(popup, { source: 'Microphone only' });
  await expect(popup.getByText(sentence('sizeOfAnHour'))).toContainText('57.6 MB');
});

test('combinations that make no sense are not offered', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  const inset = popup.getByRole('switch', { name: 'Camera inset' });
  const microphone = popup.getByRole('switch', { name: 'Microphone', exact: true });
  await inset.check();
  await choose(popup, { source: 'Microphone only' });
  await expect(inset).toBeHidden();
  await expect(microphone).toBeChecked();
  await expect(microphone).toBeDisabled();
  await choose(popup, { source: 'Camera' });
  await expect(inset).toBeHidden();
  await expect(microphone).toBeEnabled();
  await choose(popup, { source: 'This tab' });
  await expect(inset).toBeChecked();
});

test('the audio of an MP4 is named for each MP4, and only with audio', async ({ app, tab }) => {
  const popup = await openPopup(app, tab);
  const note = popup.getByText(sentence('mp4OpusHint')).or(popup.getByText(sentence('mp4AacHint')));
  const microphone = popup.getByRole('switch', { name: 'Microphone', exact: true });
  for (const format of ['mp4-vp9', 'mp4-av1']) {
    await choose(popup, { source: 'This tab', microphone: false, format });
    // The browser's own answer, with the codecs that would be recorded.
    const hasAac = await popup.evaluate(
      (type) => MediaRecorder.isTypeSupported(type),
      mimeTypeOf({ ...formatById(format as FormatId), audioCodec: aac }),
    );
    await expect(note).toHaveText(sentence(hasAac ? 'mp4AacHint' : 'mp4OpusHint'));
    await choose(popup, { source: 'Camera' });
    await expect(note).toHaveCount(0);
    await microphone.check();
    await expect(note).toBeVisible();
  }
  await choose(popup, { format: 'webm-vp9' });
  await expect(note).toHaveCount(0);
});

test.describe('with a real keyboard', () => {
  test.use({ headed: true });

  test('Escape cancels the countdown, and the popup stays open', async ({ app, tab, desktop }) => {
    const popup = await openPopup(app, tab);
    await choose(popup, { countdown: '10 s' });
    // Chromium closes the popup when it begins to capture the tab; reopen it.
    const closed = popup.waitForEvent('close');
    await clickAway(popup);
    await closed;
    await untilSnapshot(app, ({ countdownEndsAt }) => countdownEndsAt !== undefined);
    await expect.poll(() => isPopupOpen(app), often).toBe(true);
    const counting = await attachPopup(app);
    await expect(counting.getByRole('timer')).toContainText(sentence('countdownText'));
    await expect(counting.getByRole('button', { name: 'Cancel', exact: true })).toBeVisible();
    await desktop.press('Escape');
    await waitForState(app, 'inactive');
    await expect(counting.getByRole('button', { name: 'Start recording', exact: true })).toBeVisible();
    await expect(counting.getByRole('alert')).toBeHidden();
  });
});
