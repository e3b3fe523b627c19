import { FailureError, toFailure } from '../domain/failure';
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

/**
 * An id that opens the tab's stream, once and within 10 s, in the recorder.
 *
 * @throws FailureError `tab-not-capturable` where the browser refuses a tab on which the person has invoked
 *   the extension; it gives the same reason for a tab on which they have not
 * @throws Error the browser's own
 */
export async function getTabStreamId(tabId: number): Promise<string> {
  try {
    return await browser.tabCapture.getMediaStreamId({ targetTabId: tabId });
  } catch (error) {
    throw await explainRefusal(error, tabId);
  }
}

/** The address of a tab is known where the extension was invoked on it. */
async function explainRefusal(error: unknown, tabId: number): Promise<unknown> {
  const { url } = await browser.tabs.get(tabId);
  const wasInvoked = url !== undefined;
  if (toFailure(error).code !== 'tab-not-invoked' || !wasInvoked) return error;
  return new FailureError('tab-not-capturable', String(error));
}
