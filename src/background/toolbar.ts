import { formatDuration } from '../domain/format-duration';
import { browser } from '../extension/browser';
import { locale, t } from '../extension/i18n';
import type { SessionStore } from '../extension/store';
import type { Appearance } from './appearance';
import { createTabLook, type TabButton, type TabLooks } from './tab-look';

const colors = { red: '#c8102e', amber: '#8a5a00', green: '#1a7f37' } as const;
const sizes = [16, 32, 48, 128] as const;

/** What the toolbar button shows. */
export interface Toolbar {
  /** Shows it in every window, except on tabs with a look of their own. */
  show(appearance: Appearance, tabs: TabLooks): Promise<void>;
}

/** The toolbar button. */
export function createToolbar(store: SessionStore): Toolbar {
  const { action } = browser;
  const popup = browser.runtime.getManifest().action?.default_popup ?? '';
  const button: TabButton = {
    setBadgeText: (tabId, text) => action.setBadgeText({ tabId, text }),
    async setStyle(tabId, { title, color }) {
      await action.setTitle({ tabId, title });
      await action.setBadgeBackgroundColor({ tabId, color });
    },
    setOpensPopup: (tabId, opens) => action.setPopup({ tabId, popup: opens ? popup : '' }),
  };
  const showLook = createTabLook({
    store,
    button,
    looks: {
      refused: { text: t('badgeFailed'), title: t('titleRefused'), color: colors.red },
      ready: { text: t('badgeReady'), title: t('titleReady'), color: colors.green },
    },
  });

  return {
    async show(appearance, tabs) {
      const path = Object.fromEntries(sizes.map((size) => [size, `/icons/${appearance.icon}-${size}.png`]));
      const normal = { title: titleText(appearance), color: colors[appearance.color] };
      await Promise.all([
        action.setIcon({ path }),
        action.setBadgeText({ text: badgeText(appearance) }),
        action.setBadgeBackgroundColor({ color: normal.color }),
        action.setBadgeTextColor({ color: '#ffffff' }),
        action.setTitle({ title: normal.title }),
        showLook(tabs, normal),
      ]);
    },
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
