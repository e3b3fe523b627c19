import { recallForGood, rememberForGood } from '../extension/lasting-memory';
import { openSetup } from '../extension/tabs';

const key = 'welcomed';

/** How long to wait before each new try, in ms: a browser that starts may have no window yet to open a page in. */
const openAgainAfterMs: readonly number[] = [250, 500, 1000, 2000, 4000];

/** Opens the set-up page after the installation, and only then: a browser may say twice that it installed. */
export async function welcome(reason: string): Promise<void> {
  if (reason !== 'install' || (await recallForGood(key)) === true) return;
  await rememberForGood(key, true);
  for (const afterMs of openAgainAfterMs) {
    try {
      return await openSetup();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
    }
  }
  await openSetup();
}
