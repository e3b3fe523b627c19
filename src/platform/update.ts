import { browser } from './browser';

/** Calls back when the browser has a new version of Timeslice; while someone listens, it waits to be told. */
export function onUpdateAvailable(listener: () => void): void {
  browser.runtime.onUpdateAvailable.addListener(listener);
}

/** Reloads Timeslice, unless a person looks at a page of it: then the browser updates it at its next start. */
export async function reloadUnseen(): Promise<void> {
  const contextTypes = ['TAB', 'POPUP'] as chrome.runtime.ContextType[];
  if ((await browser.runtime.getContexts({ contextTypes })).length === 0) browser.runtime.reload();
}
