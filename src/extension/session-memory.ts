import { browser } from './browser';

/**
 * Values that live as long as the browser runs, and that survive the service worker:
 * `storage.session`.
 */
export async function recall(key: string): Promise<unknown> {
  return (await browser.storage.session.get(key))[key];
}

/** Keeps a value until the browser ends; `undefined` forgets it. */
export async function remember(key: string, value: unknown): Promise<void> {
  if (value === undefined) await browser.storage.session.remove(key);
  else await browser.storage.session.set({ [key]: value });
}
