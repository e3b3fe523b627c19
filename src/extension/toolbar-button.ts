import { browser } from './browser';

/** Whether our button stands in the toolbar itself, and not behind the puzzle piece. */
export async function isPinned(): Promise<boolean> {
  return (await browser.action.getUserSettings()).isOnToolbar === true;
}
