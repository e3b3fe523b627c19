import { expect, type Page } from '@playwright/test';
import { often } from './support/often';
import { clickAway } from './support/popup';
import { inPopup, startRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

const button = (popup: Page, name: string) => popup.getByRole('button', { name, exact: true });

test('closing and opening the popup again changes nothing', async ({ app, tab }) => {
  await startRecording(app, tab);
  await waitForSlices(app, 1);

  const read = async (popup: Page) => {
    await expect(popup.getByRole('status')).toContainText('Recording');
    await expect(popup.getByText(sentence('safe'))).toBeVisible();
    await expect(popup.getByText('Moving page').first(), 'names the tab that is recorded').toBeVisible();
    await expect(popup.getByRole('button', { name: 'Go to tab' })).toBeVisible();
    for (const name of ['Pause', 'Make safe now', 'Stop']) await expect(button(popup, name)).toBeEnabled();
    await expect(button(popup, 'Start recording')).toBeHidden();
  };
  const readClock = async (popup: Page) => {
    const clock = await popup.getByRole('timer').textContent();
    const [minutes = 0, seconds = 0] = (clock ?? '').split(':').map(Number);
    return 60 * minutes + seconds;
  };
  const first = await inPopup(app, tab, async (popup) => {
    await read(popup);
    return readClock(popup);
  });
  await inPopup(app, tab, async (popup) => {
    await read(popup);
    await expect
      .poll(() => readClock(popup), { message: 'the clock goes on', ...often })
      .toBeGreaterThan(first);
  });

  await inPopup(app, tab, async (popup) => {
    await button(popup, 'Pause').click();
    await waitForState(app, 'paused');
    await expect(popup.getByRole('status')).toContainText('Paused');
  });
  await inPopup(app, tab, async (popup) => {
    await expect(popup.getByRole('status')).toContainText('Paused');
    await expect(button(popup, 'Resume')).toBeVisible();
    await expect(button(popup, 'Pause')).toBeHidden();
    await button(popup, 'Stop').click();
    await waitForState(app, 'inactive');
  });
  await inPopup(app, tab, async (popup) => {
    await expect(button(popup, 'Start recording')).toBeVisible();
    await expect(popup.getByRole('status')).not.toContainText(/^Recording/);
  });
});

test('“Go to tab” brings the recorded tab to the front', async ({ app, tab, site }) => {
  await startRecording(app, tab);
  const other = await app.context.newPage();
  await other.goto(site.still);
  const popup = await inPopup(app, other, async (opened) => {
    await clickAway(opened, button(opened, 'Go to tab'));
    await expect
      .poll(
        () => app.probe.evaluate(async () => (await chrome.tabs.query({ active: true }))[0]?.title),
        often,
      )
      .toBe('Moving page');
    return opened;
  });
  expect(popup).toBeDefined();
});
