import { lastingStore } from '../extension/stores';
import { openSetup } from '../extension/tabs';

/** How long to wait before each retry, in ms: a browser that is starting may have no window yet to open a page in. */
const openAgainAfterMs: readonly number[] = [250, 500, 1000, 2000, 4000];

/** Opens the setup page once, after the installation; a browser may report that twice. */
export async function welcome(reason: string): Promise<void> {
  if (reason !== 'install' || (await lastingStore.get('welcomed'))) return;
  await lastingStore.set('welcomed', true);
  for (const afterMs of openAgainAfterMs) {
    try {
      return await openSetup();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
    }
  }
  await openSetup();
}
