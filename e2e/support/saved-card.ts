import { expect, type Page } from '@playwright/test';
import { expectBadge } from './badge';
import type { TestBrowser } from './browser';
import { inPopup } from './session';

/** The card of the recording that has ended, in the popup, and its buttons. */
export function cardOf(popup: Page) {
  const card = popup.getByRole('group', { name: 'Saved recording', exact: true });
  const button = (name: string) => card.getByRole('button', { name, exact: true });
  return { card, button };
}

/** Expects the toolbar button to say that a recording of seconds is saved, and then the popup to show it. */
export async function expectSaved(app: TestBrowser, tab: Page): Promise<void> {
  await expectBadge(app, { text: '✓', title: /^Saved 0:\d\d$/ });
  await inPopup(app, tab, (popup) => expect(cardOf(popup).card).toBeVisible());
}
