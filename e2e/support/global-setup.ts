import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium';
import { distFolder } from './extension';

/** Fails at once if something is missing, instead of in each test. */
// biome-ignore lint/style/noDefaultExport: Playwright asks for one
export default function checkPrerequisites(): void {
  findChromium();
  if (!existsSync(join(distFolder, 'manifest.json'))) {
    throw new Error(`There is no extension in ${distFolder}: run "npm run build" first.`);
  }
}
