import type { RecordingId } from '../domain/recording';
import type { TabReference } from '../domain/snapshot';
import { browser } from './browser';

/** A tab and its address; the address is known where the person invoked Timeslice on it. */
export interface OpenTab extends TabReference {
  readonly url?: string;
}

/** The tab in front of the person. */
export async function activeTab(): Promise<OpenTab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined || tab.windowId === undefined) return undefined;
  const { id, windowId, title, url } = tab;
  return { id, windowId, ...(title === undefined ? {} : { title }), ...(url === undefined ? {} : { url }) };
}

/** Brings a tab, and the window that it is in by now, to the front. @throws Error where the tab is gone */
export async function goToTab(tab: TabReference): Promise<void> {
  const { windowId = tab.windowId } = await browser.tabs.update(tab.id, { active: true });
  await browser.windows.update(windowId, { focused: true });
}

/** Shows the library, and in it that recording: in the tab where it is open, or in a new one. */
export async function openLibrary(id?: RecordingId): Promise<void> {
  const page = browser.runtime.getURL('src/library/library.html');
  const url = id === undefined ? page : `${page}#${id}`;
  const contexts = await browser.runtime.getContexts({ contextTypes: ['TAB' as chrome.runtime.ContextType] });
  const open = contexts.find((context) => context.documentUrl?.split('#')[0] === page);
  if (open === undefined) {
    await browser.tabs.create({ url });
    return;
  }
  // An address that differs in its hash alone does not load the page again.
  await browser.tabs.update(open.tabId, id === undefined ? { active: true } : { active: true, url });
  await browser.windows.update(open.windowId, { focused: true });
}
