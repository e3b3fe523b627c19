import { expect, type Page } from '@playwright/test';
import { formatDuration } from '../../src/domain/format-duration';
import type { Recording } from '../../src/domain/recording';
import { expectBadge } from './badge';
import type { TestBrowser } from './browser';
import { often } from './often';
import { inPopup, onlyRecording } from './session';

/** The green of the toolbar button's badge, as red, green, blue and opacity. */
const green = [0x1a, 0x7f, 0x37, 0xff];

/** The card of the recording that has ended, in the popup, and its buttons. */
export function cardOf(popup: Page) {
  const card = popup.getByRole('group', { name: 'Saved recording', exact: true });
  const button = (name: string) => card.getByRole('button', { name, exact: true });
  return { card, button };
}

/** Expects the toolbar button to say in green how much of the only recording is saved. */
export async function expectSavedBadge(app: TestBrowser): Promise<void> {
  const { durationMs } = await onlyRecording(app);
  await expectBadge(app, { text: '✓', title: `Saved ${formatDuration(durationMs, 'en')}` });
  const color = () => app.probe.evaluate(() => chrome.action.getBadgeBackgroundColor({}));
  await expect.poll(color, { message: 'green', ...often }).toEqual(green);
}

/** Expects the popup to show the card of a recording, whole: its name, length, picture and buttons. */
export async function expectCard(popup: Page, { name, durationMs, width, height }: Recording): Promise<void> {
  const { card, button } = cardOf(popup);
  await expect(card.getByText(name, { exact: true })).toBeVisible();
  await expect(card.getByText(formatDuration(durationMs, 'en'), { exact: true })).toBeVisible();
  for (const label of ['Play', 'Download', 'Show in library']) await expect(button(label)).toBeEnabled();
  const picture = card.getByRole('img');
  // A microphone has no picture.
  if (width === 0) return expect(picture).toHaveCount(0);
  await expect(picture).toBeVisible();
  const aspect = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return image.naturalWidth / image.naturalHeight;
  });
  expect(aspect, 'a frame').toBeCloseTo(width / height, 1);
}

/**
 * Expects the toolbar button to say in green how much of the only recording is saved, and then the popup to offer it.
 *
 * @param tab what is in front when the popup is opened
 */
export async function expectSaved(app: TestBrowser, tab: Page): Promise<void> {
  await expectSavedBadge(app);
  const recording = await onlyRecording(app);
  await inPopup(app, tab, (popup) => expectCard(popup, recording));
}
