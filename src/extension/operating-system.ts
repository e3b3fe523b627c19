import { browser } from './browser';

/** The operating systems whose privacy settings we can describe. */
export type OperatingSystem = 'windows' | 'mac' | 'linux';

/** What the browser runs on; an unknown one counts as Linux, whose directions are the most general. */
export async function readOperatingSystem(): Promise<OperatingSystem> {
  const { os } = await browser.runtime.getPlatformInfo();
  if (os === 'win') return 'windows';
  return os === 'mac' ? 'mac' : 'linux';
}
