import { FailureError } from '../domain/failure';
import { isProtected } from '../domain/protected-page';
import { browser } from './browser';

/**
 * The two optional permissions behind "This tab", always requested together: with `activeTab`
 * granted alone and earlier, the tab stays uncapturable after `tabCapture` is allowed.
 */
const tabCapturePermissions = { permissions: ['activeTab', 'tabCapture'] };

type Permissions = Parameters<typeof browser.permissions.request>[0];

/** Whether the person allowed the capture of tabs. */
export function isTabCaptureAllowed(): Promise<boolean> {
  return browser.permissions.contains(tabCapturePermissions as Permissions);
}

/**
 * Asks for the capture of tabs; the browser opens a dialog and closes the popup. Resolves to
 * the answer, at once where it was given before.
 *
 * @throws Error outside a user gesture
 */
export function requestTabCapture(): Promise<boolean> {
  return browser.permissions.request(tabCapturePermissions as Permissions);
}

/** Calls back when the person has allowed the capture of tabs, here or in the browser's settings. */
export function onTabCaptureAllowed(listener: () => void): void {
  browser.permissions.onAdded.addListener(({ permissions }) => {
    if (permissions?.some((permission) => permission === ('tabCapture' as typeof permission))) listener();
  });
}

/** Calls back when the capture of tabs was allowed or taken back, here or in the browser's settings. */
export function onTabCaptureChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}

/**
 * An id that opens the tab's stream, once and within 10 s, in the recorder.
 *
 * @throws FailureError `tab-not-capturable` for a page that is closed to extensions. The browser itself would
 *   record some of them after a click, settings and passwords included; it hides only their address.
 * @throws Error the browser's own, for a tab that is gone or on which the person has not invoked the extension
 */
export async function getTabStreamId(tabId: number): Promise<string> {
  const id = await browser.tabCapture.getMediaStreamId({ targetTabId: tabId });
  const { url } = await browser.tabs.get(tabId);
  if (url === undefined || isProtected(url)) {
    throw new FailureError('tab-not-capturable', url ?? 'The address of the tab is hidden');
  }
  return id;
}
