import { recallForGood, rememberForGood } from '../platform/lasting-memory';
import { openSetup } from '../platform/tabs';

const key = 'welcomed';

/** Opens the set-up page after the installation, and only then: a browser may say twice that it installed. */
export async function welcome(reason: string): Promise<void> {
  if (reason !== 'install' || (await recallForGood(key)) === true) return;
  await rememberForGood(key, true);
  await openSetup();
}
