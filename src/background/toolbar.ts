import { formatDuration } from '../domain/format-duration';
import { browser } from '../extension/browser';
import { locale, t } from '../extension/i18n';
import type { SessionStore } from '../extension/store';
import type { Appearance } from './appearance';

const colors = { red: '#c8102e', amber: '#8a5a00', green: '#1a7f37' } as const;
const sizes = [16, 32, 48, 128] as const;

/** Shows it on the toolbar button, in every window. */
export async function showAppearance(appearance: Appearance): Promise<void> {
  const { icon, color } = appearance;
  const path = Object.fromEntries(sizes.map((size) => [size, `/icons/${icon}-${size}.png`]));
  await Promise.all([
    browser.action.setIcon({ path }),
    browser.action.setBadgeText({ text: badgeText(appearance) }),
    browser.action.setBadgeBackgroundColor({ color: colors[color] }),
    browser.action.setBadgeTextColor({ color: '#ffffff' }),
    browser.action.setTitle({ title: titleText(appearance) }),
  ]);
}

/**
 * Marks the button as long as one tab is in front, for a failure that is about that tab.
 *
 * @returns call it with the tab, or without one; an earlier mark goes
 */
export function createTabMark(store: SessionStore): (tabId: number | undefined) => Promise<void> {
  /** The tab may be gone. */
  const write = (tabId: number, text: string | null) =>
    browser.action.setBadgeText({ tabId, text }).catch(() => undefined);
  return async (tabId) => {
    const before = await store.get('markedTab');
    if (before !== undefined && before !== tabId) {
      await write(before, null);
      await store.forget('markedTab');
    }
    if (tabId === undefined) return;
    await store.set('markedTab', tabId);
    await write(tabId, t('badgeFailed'));
  };
}

function titleText({ title, titleMs, seconds }: Appearance): string {
  if (seconds !== undefined) return t(title, String(seconds));
  return titleMs === undefined ? t(title) : t(title, formatDuration(titleMs, locale()));
}

function badgeText({ badge, seconds }: Appearance): string {
  if (seconds !== undefined) return String(seconds);
  return badge === undefined ? '' : t(badge);
}

/**
 * Opens the popup as a click would, except that the browser grants no `activeTab` for it. Older browsers can't.
 *
 * @returns whether it opened
 */
export async function openPopup(): Promise<boolean> {
  try {
    await browser.action.openPopup();
    return true;
  } catch {
    return false;
  }
}
