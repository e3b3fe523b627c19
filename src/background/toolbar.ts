import { formatDuration } from '../domain/format-duration';
import { browser } from '../extension/browser';
import { locale, t } from '../extension/i18n';
import type { SessionStore } from '../extension/store';
import type { Appearance } from './appearance';

const colors = { red: '#c8102e', amber: '#8a5a00', green: '#1a7f37' } as const;
const sizes = [16, 32, 48, 128] as const;

/** What the toolbar button shows. */
export interface Toolbar {
  /** Shows it, in every window; on a tab of its own look, that. */
  show(appearance: Appearance, tabs: TabLooks): Promise<void>;
}

/** The tabs on which the button has a look of its own. */
export interface TabLooks {
  /** The tab that a refused command was about. */
  readonly refused: number | undefined;
  /** The tab on which the next click starts a recording: there, it opens no popup. */
  readonly ready: number | undefined;
}

/** A tab may be gone by the time. */
function ignore(): void {}

/** The toolbar button; what it shows on single tabs is remembered, because the service worker may die. */
export function createToolbar(store: SessionStore): Toolbar {
  const { action } = browser;
  const popup = browser.runtime.getManifest().action?.default_popup ?? '';

  const showLook = async ({ refused, ready }: TabLooks, normal: Style) => {
    const before = await store.get('tabLook');
    const tabId = ready ?? refused;
    const look = ready === undefined ? 'refused' : 'ready';
    if (before !== undefined && (before.tabId !== tabId || before.look !== look)) {
      await action.setBadgeText({ tabId: before.tabId, text: null }).catch(ignore);
      if (before.look === 'ready') await action.setPopup({ tabId: before.tabId, popup }).catch(ignore);
      await store.forget('tabLook');
    }
    const styled = await store.get('styledTab');
    if (styled !== undefined && styled !== tabId) await style(styled, normal);
    if (tabId === undefined) return;
    await store.set('tabLook', { tabId, look });
    await action
      .setBadgeText({ tabId, text: t(look === 'ready' ? 'badgeReady' : 'badgeFailed') })
      .catch(ignore);
    await store.set('styledTab', tabId);
    if (look === 'refused') return style(tabId, { title: t('titleRefused'), color: colors.red });
    await style(tabId, { title: t('titleReady'), color: colors.green });
    await action.setPopup({ tabId, popup: '' }).catch(ignore);
  };

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

interface Style {
  readonly title: string;
  readonly color: string;
}

async function style(tabId: number, { title, color }: Style): Promise<void> {
  await browser.action.setTitle({ tabId, title }).catch(ignore);
  await browser.action.setBadgeBackgroundColor({ tabId, color }).catch(ignore);
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
