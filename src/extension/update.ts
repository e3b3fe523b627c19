import { browser } from './browser';

/** Calls back when the browser has a new version of Timeslice; while there is a listener, it waits for {@link reload}. */
export function onUpdateAvailable(listener: () => void): void {
  browser.runtime.onUpdateAvailable.addListener(listener);
}

/** Whether no page of Timeslice is open, which a reload would close. */
export async function isUnseen(): Promise<boolean> {
  const contextTypes = ['TAB', 'POPUP'] as chrome.runtime.ContextType[];
  return (await browser.runtime.getContexts({ contextTypes })).length === 0;
}

/** Reloads Timeslice, in its new version if there is one. */
export function reload(): void {
  browser.runtime.reload();
}

/** How often a call to the browser keeps the service worker awake, in ms: idle for 30 s, it is ended. */
const awakeEveryMs = 20_000;

/** Keeps the service worker awake. @returns ends it */
export function keepAwake(): () => void {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), awakeEveryMs);
  return () => clearInterval(timer);
}
