import { FailureError } from '../domain/failure';
import { isProtected } from '../domain/protected-page';
import { browser } from './browser';

/**
 * The two optional permissions behind "This tab", always requested together: if `activeTab` was granted alone before,
 * the tab stays uncapturable after `tabCapture` is allowed.
 */
const tabCapturePermissions = { permissions: ['activeTab', 'tabCapture'] };

type Permissions = Parameters<typeof browser.permissions.request>[0];

/** Whether this browser can capture a tab without its picker: then our manifest asks for it. */
export function canCaptureTabs(): boolean {
  const { optional_permissions: optional = [] } = browser.runtime.getManifest();
  return optional.some((permission) => permission === ('tabCapture' as typeof permission));
}

/** Whether the user has allowed capturing tabs; a browser that can't rejects the question itself. */
export async function isTabCaptureAllowed(): Promise<boolean> {
  return canCaptureTabs() && browser.permissions.contains(tabCapturePermissions as Permissions);
}

/**
 * Asks for permission to capture tabs; the browser opens a dialog and closes the popup. Resolves to the user's answer,
 * at once if permission was granted before.
 *
 * @throws Error outside a user gesture
 */
export function requestTabCapture(): Promise<boolean> {
  return browser.permissions.request(tabCapturePermissions as Permissions);
}

/** Calls back when the user has allowed capturing tabs, here or in the browser's settings. */
export function onTabCaptureAllowed(listener: () => void): void {
  browser.permissions.onAdded.addListener(({ permissions }) => {
    if (permissions?.some((permission) => permission === ('tabCapture' as typeof permission))) listener();
  });
}

/** Calls back when the user has revoked the permission to capture tabs. */
export function onTabCaptureRevoked(listener: () => void): void {
  browser.permissions.onRemoved.addListener(listener);
}

/** Calls back when capturing tabs was allowed, or the permission revoked, here or in the browser's settings. */
export function onTabCaptureChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}

/**
 * An id that opens the tab's stream in the recorder, once and within 10 s.
 *
 * @throws FailureError `tab-not-capturable` for a page that is closed to extensions. After a click the browser itself
 *   would record some of them, settings and passwords included; it hides only their address.
 * @throws Error the browser's own, if the tab is gone or the user has not invoked the extension on it
 */
export async function getTabStreamId(tabId: number): Promise<string> {
  const id = await browser.tabCapture.getMediaStreamId({ targetTabId: tabId });
  const { url } = await browser.tabs.get(tabId);
  if (url === undefined || isProtected(url)) {
    throw new FailureError('tab-not-capturable', url ?? 'The address of the tab is hidden');
  }
  return id;
}
