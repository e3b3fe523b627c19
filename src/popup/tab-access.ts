import type { OpenTab } from '../platform/tabs';

/**
 * Whether "This tab" can be recorded. `ask`: the browser will ask for permission first; `denied`: it
 * did, and the answer was no; `click-again`: allowed, but this tab was not invoked since;
 * `protected`: a page that no extension may record; `missing`: there is no tab.
 */
export type TabAccess = 'granted' | 'ask' | 'denied' | 'click-again' | 'protected' | 'missing';

/** What the popup finds out when it opens. */
export interface TabFacts {
  readonly tab: OpenTab | undefined;
  /** Whether `activeTab` and `tabCapture` are granted. */
  readonly allowed: boolean;
  /** Whether the person said no since the browser started. */
  readonly denied: boolean;
}

/**
 * What stands in the way of recording the tab, before the browser is asked. The tab's address is
 * known from the moment that the person invoked Timeslice on it: an unknown address means that they
 * did not.
 */
export function tabAccess({ tab, allowed, denied }: TabFacts): TabAccess {
  if (tab === undefined) return 'missing';
  if (!allowed) return denied ? 'denied' : 'ask';
  if (tab.url === undefined) return 'click-again';
  return isProtected(tab.url) ? 'protected' : 'granted';
}

const protectedSchemes = ['chrome:', 'chrome-untrusted:', 'devtools:', 'view-source:', 'edge:', 'brave:'];
const stores = ['https://chromewebstore.google.com/', 'https://chrome.google.com/webstore'];

/** Whether the address is one that the browser surely refuses. Where that is not known, it is the judge. */
export function isProtected(url: string): boolean {
  return (
    protectedSchemes.some((scheme) => url.startsWith(scheme)) || stores.some((store) => url.startsWith(store))
  );
}
