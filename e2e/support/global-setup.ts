import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { launchBrowser } from './browser';
import { distFolder } from './extension';
import { installedProfile } from './profile';

/**
 * Fails at once if something is missing, instead of in each test. Installs the extension in a profile, which most tests
 * copy: the second start of a browser takes less of the processor's time than the first.
 *
 * @returns deletes the profile
 */
// biome-ignore lint/style/noDefaultExport: Playwright asks for one
export default async function prepare(): Promise<() => Promise<void>> {
  if (!existsSync(join(distFolder, 'manifest.json'))) {
    throw new Error(`There is no extension in ${distFolder}: run "npm run build" first.`);
  }
  const { profile, close } = await launchBrowser();
  await close();
  // The backend is up to each test.
  await rm(join(profile, 'Default', 'IndexedDB'), { recursive: true, force: true });
  env[installedProfile] = profile;
  return () => rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
