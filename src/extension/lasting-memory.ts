import { browser } from './browser';

/** Values that outlive the browser: `storage.local`. */
export async function recallForGood(key: string): Promise<unknown> {
  return (await browser.storage.local.get(key))[key];
}

/** Keeps a value; `undefined` forgets it. */
export async function rememberForGood(key: string, value: unknown): Promise<void> {
  if (value === undefined) await browser.storage.local.remove(key);
  else await browser.storage.local.set({ [key]: value });
}
