// `npm run faults`: stages each fault in a real browser with the built extension and prints a table of the losses.
// `-- --rounds 20` repeats them; other arguments go to Playwright: `-- kills.spec.ts`.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { printFaults } from './fault-table';

const root = path.resolve(import.meta.dirname, '..');
const report = path.join(root, 'test-results', 'faults.json');
const args = process.argv.slice(2);
const at = args.indexOf('--rounds');
const rounds = at === -1 ? '1' : (args.splice(at, 2)[1] ?? '');
if (!/^[1-9]\d*$/.test(rounds)) throw new RangeError(`--rounds must be a positive integer, not "${rounds}"`);

rmSync(report, { force: true });
const { status } = spawnSync(
  path.join(root, 'node_modules', '.bin', 'playwright'),
  ['test', '--config', 'playwright.faults.config.ts', '--retries=0', ...args],
  {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TIMESLICE_FAULT_ROUNDS: rounds },
  },
);
printFaults(report);
process.exitCode = status ?? 1;
