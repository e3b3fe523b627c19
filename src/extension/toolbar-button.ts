import { browser } from './browser';

/** Whether our button is pinned to the toolbar, not hidden in the extensions menu. */
export async function isPinned(): Promise<boolean> {
  return (await browser.action.getUserSettings()).isOnToolbar === true;
}
