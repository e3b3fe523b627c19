import type { Notices } from '../domain/notices';
import type { SessionStore } from '../extension/store';
import type { ControllerDeps, ReadyTab } from './deps';

/** The tabs on which the button has a look of its own. */
export interface TabLooks {
  /** The tab that a refused command was about. */
  readonly refused: Notices['refusedTab'];
  /** The tab on which the next click starts a recording: there, it opens no popup. */
  readonly ready: ReadyTab | undefined;
}

/** How the button looks on a tab, but for its icon. */
export interface TabStyle {
  readonly title: string;
  readonly color: string;
}

/** The button on a single tab. All of it rejects if the tab is gone. */
export interface TabButton {
  /** @param text `null` for that of the other tabs */
  setBadgeText(tabId: number, text: string | null): Promise<void>;
  setStyle(tabId: number, style: TabStyle): Promise<void>;
  /** @param opens whether a click opens the popup */
  setOpensPopup(tabId: number, opens: boolean): Promise<void>;
}

/** What drawing a look needs from outside. */
export interface TabLookDeps {
  readonly store: SessionStore;
  readonly button: TabButton;
  readonly looks: Readonly<Record<'refused' | 'ready', TabStyle & { readonly text: string }>>;
}

/** A tab may be gone by the time. */
function ignore(): void {}

/** Draws the looks of single tabs; what it has drawn is remembered, because the service worker may die. */
export function createTabLook({ store, button, looks }: TabLookDeps) {
  /** @param normal the style of all other tabs */
  return async ({ refused, ready }: TabLooks, normal: TabStyle): Promise<void> => {
    const before = await store.get('tabLook');
    const { tabId, at } = ready ?? refused ?? {};
    const look = ready === undefined ? 'refused' : 'ready';
    // Drawn again, it would hide that the browser has dropped it, as it does when the tab shows another page.
    if (tabId !== undefined && before?.tabId === tabId && before.look === look && before.since === at) return;
    if (before !== undefined && (before.tabId !== tabId || before.look !== look)) {
      await button.setBadgeText(before.tabId, null).catch(ignore);
      if (before.look === 'ready') await button.setOpensPopup(before.tabId, true).catch(ignore);
      await store.forget('tabLook');
    }
    const styled = await store.get('styledTab');
    if (styled !== undefined && styled !== tabId) await button.setStyle(styled, normal).catch(ignore);
    if (tabId === undefined) return;
    await store.set('tabLook', { tabId, look });
    const { text, ...style } = looks[look];
    await button.setBadgeText(tabId, text).catch(ignore);
    await store.set('styledTab', tabId);
    await button.setStyle(tabId, style).catch(ignore);
    if (look === 'ready') await button.setOpensPopup(tabId, false).catch(ignore);
    await store.set('tabLook', { tabId, look, since: at });
  };
}

/** Whether the browser has dropped the look of a tab, because it shows another page. Before it was drawn, nothing can be dropped. */
export async function isLookGone(
  { tabId, at }: ReadyTab,
  { store, isLookDropped }: Pick<ControllerDeps, 'store' | 'isLookDropped'>,
): Promise<boolean> {
  const drawn = await store.get('tabLook');
  return drawn?.tabId === tabId && drawn.since === at && (await isLookDropped(tabId));
}
