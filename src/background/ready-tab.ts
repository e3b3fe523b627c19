import type { Later } from '../domain/watch';
import type { ReadyTab } from './deps';
import { readyMs } from './tab-permission';

/** What following the tab needs from outside. */
export interface ReadyTabDeps {
  /** Calls back when the user goes to a tab. @returns ends it */
  readonly onActivated: (listener: (tabId: number) => void) => () => void;
  /** Calls back when the tab goes to another page. @returns ends it */
  readonly onNavigated: (tabId: number, listener: () => void) => () => void;
  /** Keeps the service worker awake: only then it sees any of that. @returns ends it */
  readonly keepAwake: () => () => void;
  readonly later: Later;
  /** Called when the tab waits no more. */
  readonly over: (ready: ReadyTab) => void;
}

/**
 * Follows the tab that waits for one more click: that ends when the user goes to another tab, or it to another page, or
 * when its time is over.
 *
 * @returns call it with every change
 */
export function followReadyTab({
  onActivated,
  onNavigated,
  keepAwake,
  later,
  over,
}: ReadyTabDeps): (ready: ReadyTab | undefined) => void {
  let watched: ReadyTab | undefined;
  let ends: (() => void)[] = [];
  return (ready) => {
    if (ready?.tabId === watched?.tabId && ready?.at === watched?.at) return;
    watched = ready;
    for (const end of ends) end();
    ends = [];
    if (ready === undefined) return;
    const { tabId, at } = ready;
    const end = () => over(ready);
    ends = [
      onActivated((id) => {
        if (id !== tabId) end();
      }),
      onNavigated(tabId, end),
      later(Math.max(0, at + readyMs - Date.now()), end),
      keepAwake(),
    ];
  };
}

/**
 * Follows the tab that a refused command was about, as long as the service worker lives: on another page the refusal is
 * outdated.
 *
 * @returns call it with every change
 */
export function followRefusedTab(
  onNavigated: ReadyTabDeps['onNavigated'],
  over: () => void,
): (tabId: number | undefined) => void {
  let watched: number | undefined;
  let end: () => void = () => undefined;
  return (tabId) => {
    if (tabId === watched) return;
    watched = tabId;
    end();
    end = tabId === undefined ? () => undefined : onNavigated(tabId, over);
  };
}
