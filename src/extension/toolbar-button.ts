import { browser } from './browser';

/** Whether our button is pinned to the toolbar, not hidden in the extensions menu. */
export async function isPinned(): Promise<boolean> {
  return (await browser.action.getUserSettings()).isOnToolbar === true;
}

/** Calls back when the button may have been pinned or hidden. Chromium reports it since version 130. */
export function onPinChanged(listener: () => void): void {
  const { onUserSettingsChanged }: Partial<typeof browser.action> = browser.action;
  if (onUserSettingsChanged === undefined) addEventListener('focus', listener);
  else onUserSettingsChanged.addListener(listener);
}
