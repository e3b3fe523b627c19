import { FailureError } from '../domain/failure';
import { isProtected } from '../domain/protected-page';
import { browser } from './browser';

/**
 * The two optional permissions behind "This tab", always requested together: with `activeTab`
 * granted alone and earlier, the tab stays uncapturable after `tabCapture` is allowed.
 */
const tabCapturePermissions = { permissions: ['activeTab', 'tabCapture'] };

type Permissions = Parameters<typeof browser.permissions.request>[0];

/** Whether the user has allowed tab capture. */
export function isTabCaptureAllowed(): Promise<boolean> {
  return browser.permissions.contains(tabCapturePermissions as Permissions);
}

/**
 * Asks for permission to capture tabs; the browser opens a dialog and closes the popup. Resolves to the answer, at
 * once if the permission is already granted.
 *
 * @throws Error outside a user gesture
 */
export function requestTabCapture(): Promise<boolean> {
  return browser.permissions.request(tabCapturePermissions as Permissions);
}

/** Calls back when the user has allowed tab capture, here or in the browser's settings. */
export function onTabCaptureAllowed(listener: () => void): void {
  browser.permissions.onAdded.addListener(({ permissions }) => {
    if (permissions?.some((permission) => permission === ('tabCapture' as typeof permission))) listener();
  });
}

/** Calls back when tab capture was allowed or revoked, here or in the browser's settings. */
export function onTabCaptureChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}

/**
 * An id that opens the tab's stream, once and within 10 s, in the recorder.
 *
 * @throws FailureError `tab-not-capturable` for a page that extensions can't record. After a click, the browser itself
 *   would record some of them, settings and passwords included; it hides only their address.
 * @throws Error the browser's own, for a tab that is gone or on which the user hasn't invoked the extension
 */
export async function getTabStreamId(tabId: number): Promise<string> {
  const id = await browser.tabCapture.getMediaStreamId({ targetTabId: tabId });
  const { url } = await browser.tabs.get(tabId);
  if (url === undefined || isProtected(url)) {
    throw new FailureError('tab-not-capturable', url ?? 'The address of the tab is hidden');
  }
  return id;
}
