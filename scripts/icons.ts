// `npm run icons`: renders icons/*.svg to the PNG files that the manifest and the toolbar need.

import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../e2e/support/chromium';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'src', 'public', 'icons');
const states = ['idle', 'recording', 'paused'];
const sizes = [16, 32, 48, 128];

mkdirSync(target, { recursive: true });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const state of states) {
  const svg = readFileSync(path.join(root, 'icons', `${state}.svg`), 'utf8');
  for (const size of sizes) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
    await page.screenshot({ path: path.join(target, `${state}-${size}.png`), omitBackground: true });
  }
}
await browser.close();
console.log(`${states.length * sizes.length} icons in ${path.relative(root, target)}`);
