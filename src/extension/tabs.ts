import type { SeenColor } from '../domain/color';
import { toLibraryHash } from '../domain/library-address';
import type { Size } from '../domain/picture-box';
import type { TabReference, TabState } from '../domain/plan';
import type { RecordingId } from '../domain/recording';
import { seenColors } from '../domain/seen-colors';
import { browser } from './browser';

const setupPage = 'src/setup/setup.html';

/** A tab and its address; the address is known only if the user invoked Timeslice on the tab. */
export interface OpenTab extends TabReference {
  readonly url?: string;
  /** The size of its page, in px that don't depend on the display. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** The active tab of the current window. */
export async function activeTab(): Promise<OpenTab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined || tab.windowId === undefined) return undefined;
  const { id, windowId, title, url, width, height } = tab;
  return {
    ...referenceTo(id, windowId, title),
    ...(url === undefined ? {} : { url }),
    ...(width === undefined || height === undefined ? {} : { size: { width, height } }),
  };
}

/** The tab of an event, to record it; `undefined` if it has no id, as in a window of the developer tools. */
export function tabReference(
  tab: { id?: number; windowId?: number; title?: string } | undefined,
): TabReference | undefined {
  if (tab?.id === undefined || tab.windowId === undefined) return undefined;
  return referenceTo(tab.id, tab.windowId, tab.title);
}

function referenceTo(id: number, windowId: number, title: string | undefined): TabReference {
  return title === undefined ? { id, windowId } : { id, windowId, title };
}

/** Calls back when a window begins to close: once, not for each of its tabs. */
export function onWindowClosing(listener: () => void): void {
  let closing: number | undefined;
  browser.tabs.onRemoved.addListener((_id, { isWindowClosing, windowId }) => {
    if (!isWindowClosing || closing === windowId) return;
    closing = windowId;
    listener();
  });
}

/** Brings a tab, and the window that it is in by now, to the front. @throws Error if the tab is gone */
export async function goToTab(tab: TabReference): Promise<void> {
  const { windowId = tab.windowId } = await browser.tabs.update(tab.id, { active: true });
  await browser.windows.update(windowId, { focused: true });
}

/** What the browser says of a tab. */
export interface ReadTab extends TabState {
  /** The size of its page, in px that don't depend on the display; absent if the browser doesn't say. */
  readonly size?: Size;
  /** The page zoom of the browser's settings, as a factor. */
  readonly defaultZoom: number;
  /** When the user last went to it, in ms since the epoch; absent if the browser doesn't say. */
  readonly activatedAt?: number;
}

/** Asks the browser about a tab. One that is gone has neither crashed nor been muted. */
export async function readTab(id: number): Promise<ReadTab> {
  const [tab, zoom] = await Promise.all([
    browser.tabs.get(id).catch(() => undefined),
    browser.tabs.getZoomSettings(id).catch(() => undefined),
  ]);
  const { width = 0, height = 0 } = tab ?? {};
  return {
    crashed: tab?.status === 'unloaded',
    muted: tab?.mutedInfo?.muted === true,
    ...(width > 0 && height > 0 ? { size: { width, height } } : {}),
    defaultZoom: zoom?.defaultZoomFactor ?? 1,
    ...(tab?.lastAccessed === undefined ? {} : { activatedAt: tab.lastAccessed }),
  };
}

/** How long a screenshot may take, in ms: a start can do without it, but a busy machine takes more than a second. */
const screenshotLimitMs = 3000;

/** What a screenshot says of a tab's page. */
export interface TabLook {
  /** Its size, in px of its own display. */
  readonly size: Size;
  /** Some of its colors, if they were asked for. */
  readonly colors?: readonly SeenColor[];
}

/**
 * What only a screenshot tells the service worker of a tab's page; it is thrown away at once. Absent if the tab isn't in front,
 * or if the browser refuses or takes too long.
 */
export async function lookAtTab(id: number, wantsColors: boolean): Promise<TabLook | undefined> {
  const look = async (): Promise<TabLook | undefined> => {
    const { active, windowId } = await browser.tabs.get(id);
    if (!active) return undefined;
    // For its size alone, the quality is the one that takes the least time.
    const url = await browser.tabs.captureVisibleTab(
      windowId,
      wantsColors ? { format: 'png' } : { format: 'jpeg', quality: 1 },
    );
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (byte) => byte.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]), { colorSpaceConversion: 'none' });
    const { width, height } = bitmap;
    const size = { width, height };
    const context = wantsColors ? new OffscreenCanvas(width, height).getContext('2d') : null;
    context?.drawImage(bitmap, 0, 0);
    bitmap.close();
    if (context === null) return { size };
    return { size, colors: seenColors(context.getImageData(0, 0, width, height)) };
  };
  const unknown = () => undefined;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, screenshotLimitMs, undefined));
  return Promise.race([look().catch(unknown), late]);
}

/** The id of the active tab of the window in front. */
export async function frontTab(): Promise<number | undefined> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id;
}

/** Calls back with the tab that the user goes to, also in another window. @returns ends it */
export function onTabActivated(listener: (tabId: number) => void): () => void {
  const { onActivated } = browser.tabs;
  const { onFocusChanged } = browser.windows;
  const look = ({ tabId }: { readonly tabId: number }) => listener(tabId);
  const lookAtWindow = () =>
    void frontTab().then((tabId) => {
      if (tabId !== undefined) listener(tabId);
    });
  onActivated.addListener(look);
  onFocusChanged.addListener(lookAtWindow);
  return () => {
    onActivated.removeListener(look);
    onFocusChanged.removeListener(lookAtWindow);
  };
}

/**
 * Calls back when the tab shows another page, also if it does already: then the browser drops the look that our button
 * has on it. A frame in the page that loads is no navigation. @returns ends it
 */
export function onLookDropped(id: number, listener: () => void): () => void {
  const look = () => void isLookDropped(id).then((isDropped) => isDropped && listener());
  const end = onTabChanged(id, look);
  look();
  return end;
}

/** Whether our button looks on the tab as it does everywhere, although it had a look of its own; also if the tab is gone. */
export async function isLookDropped(id: number): Promise<boolean> {
  const { action } = browser;
  try {
    const [text, usual, title, usualTitle] = await Promise.all([
      action.getBadgeText({ tabId: id }),
      action.getBadgeText({}),
      action.getTitle({ tabId: id }),
      action.getTitle({}),
    ]);
    // The text may be the same by chance: that of a failure is that of a refusal.
    return text === usual && title === usualTitle;
  } catch {
    return true;
  }
}

/** Calls back when the browser reports a change of the tab. @returns ends it */
export function onTabChanged(id: number, listener: () => void): () => void {
  const { onUpdated } = browser.tabs;
  const look = (changed: number) => {
    if (changed === id) listener();
  };
  onUpdated.addListener(look);
  return () => onUpdated.removeListener(look);
}

/**
 * Shows the library, and in it that recording: in its open tab, or in a new one.
 *
 * @param plays whether to play it at once
 */
export function openLibrary(id?: RecordingId, plays = false): Promise<void> {
  return openPage('src/library/library.html', id && toLibraryHash({ id, plays }));
}

/** Shows the setup page: in its open tab, or in a new one. */
export function openSetup(): Promise<void> {
  return openPage(setupPage);
}

/** Shows the browser's page where the user assigns keys to commands. */
export async function openShortcuts(): Promise<void> {
  // Not in Chromium, and not in the types of the polyfill yet.
  const { commands }: { readonly commands: { openShortcutSettings?(): Promise<void> } } = browser;
  if (commands.openShortcutSettings !== undefined) await commands.openShortcutSettings();
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}

/** Whether the setup page is in front: then it says how to continue. */
export async function isSetupInFront(): Promise<boolean> {
  const [[front], contexts] = await Promise.all([
    browser.tabs.query({ active: true, lastFocusedWindow: true }),
    tabContexts(),
  ]);
  const page = browser.runtime.getURL(setupPage);
  return contexts.some(({ documentUrl, tabId }) => documentUrl === page && tabId === front?.id);
}

/** Our own pages that are open in tabs. */
function tabContexts(): Promise<chrome.runtime.ExtensionContext[]> {
  return browser.runtime.getContexts({ contextTypes: ['TAB' as chrome.runtime.ContextType] });
}

async function openPage(path: string, hash?: string): Promise<void> {
  const page = browser.runtime.getURL(path);
  const url = hash === undefined ? page : `${page}#${hash}`;
  const contexts = await tabContexts();
  const open = contexts.find((context) => context.documentUrl?.split('#')[0] === page);
  if (open === undefined) {
    await browser.tabs.create({ url });
    return;
  }
  // An address that differs only in its hash does not reload the page.
  await browser.tabs.update(open.tabId, hash === undefined ? { active: true } : { active: true, url });
  await browser.windows.update(open.windowId, { focused: true });
}
