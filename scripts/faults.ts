// `npm run faults`: stages each fault in a real browser with the built extension, measures what is lost, and ends with a
// table. It needs a quiet machine: the losses have limits in ms. `-- --rounds 20` stages each that often; other arguments
// go to Playwright: `-- kills.spec.ts`. `-- --firefox` stages those of Firefox, in the extension that was built for it.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { printFaults } from './fault-table';

const root = path.resolve(import.meta.dirname, '..');
const report = path.join(root, 'test-results', 'faults.json');
const args = process.argv.slice(2);
const at = args.indexOf('--rounds');
const rounds = at === -1 ? '1' : (args.splice(at, 2)[1] ?? '');
if (!/^[1-9]\d*$/.test(rounds)) throw new RangeError(`--rounds ${rounds} is not a number of rounds`);

const browser = args.indexOf('--firefox');
if (browser !== -1) args.splice(browser, 1);
const config = browser === -1 ? 'playwright.faults.config.ts' : 'playwright.firefox-faults.config.ts';

rmSync(report, { force: true });
const { status } = spawnSync(
  path.join(root, 'node_modules', '.bin', 'playwright'),
  ['test', '--config', config, ...args],
  {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TIMESLICE_FAULT_ROUNDS: rounds },
  },
);
printFaults(report);
process.exitCode = status ?? 1;
