import { browser } from './browser';

/** Minimizes the window that this page is in. */
export async function minimizeWindow(): Promise<void> {
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await browser.windows.update(id, { state: 'minimized' });
}

/** Closes the window that this page is in. */
export async function closeWindow(): Promise<void> {
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await browser.windows.remove(id);
}
