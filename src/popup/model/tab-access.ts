import { isProtected } from '../../domain/protected-page';
import type { OpenTab } from '../../extension/tabs';

/**
 * Whether "This tab" can be recorded. `ask`: the browser will ask for permission first; `denied`: it
 * did, and the user refused; `click-again`: allowed, but Timeslice has not been invoked on this tab since;
 * `protected`: a page that is closed to extensions; `missing`: there is no tab; `impossible`: this browser records tabs,
 * if at all, by its picker alone.
 */
export type TabAccess = 'granted' | 'ask' | 'denied' | 'click-again' | 'protected' | 'missing' | 'impossible';

/** What the popup finds out when it opens. */
export interface TabFacts {
  /** Whether this browser can capture a tab without its picker. */
  readonly possible: boolean;
  readonly tab: OpenTab | undefined;
  /** Whether `activeTab` and `tabCapture` are granted. */
  readonly allowed: boolean;
  /** Whether the user refused since the browser started. */
  readonly denied: boolean;
  /** Why the browser would refuse the tab now. A popup that we opened ourselves does not count as an invocation. */
  readonly refusal: 'tab-not-invoked' | 'tab-not-capturable' | undefined;
}

/**
 * What prevents recording the tab. An invocation reveals the tab's address, except on the browser's own pages:
 * `chrome:`, `devtools:`, `view-source:` and so on.
 */
export function tabAccess({ possible, tab, allowed, denied, refusal }: TabFacts): TabAccess {
  if (!possible) return 'impossible';
  if (tab === undefined) return 'missing';
  if (!allowed) return denied ? 'denied' : 'ask';
  if (refusal === 'tab-not-invoked') return 'click-again';
  const isClosed = refusal !== undefined || tab.url === undefined || isProtected(tab.url);
  return isClosed ? 'protected' : 'granted';
}
