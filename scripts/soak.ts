// `npm run soak`: tests that take an hour or gigabytes. `npm run soak -- NAME --minutes N` runs one of them, for that long
// if its length can be chosen. Each is a file `e2e/soak/NAME.soak.ts`.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const soaks = readdirSync(path.join(root, 'e2e', 'soak')).map((file) => path.basename(file, '.soak.ts'));
const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string' } },
  allowPositionals: true,
});
const minutes = values.minutes;

if (!positionals.every((name) => soaks.includes(name)) || (minutes !== undefined && !(Number(minutes) > 0))) {
  console.error(`npm run soak -- [NAME…] [--minutes N], where NAME is one of: ${soaks.join(', ')}`);
  process.exit(1);
}

const files = (positionals.length > 0 ? positionals : soaks).map((name) => `soak/${name}.soak.ts`);
const { status } = spawnSync(
  path.join(root, 'node_modules', '.bin', 'playwright'),
  ['test', '--config', 'playwright.long.config.ts', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(minutes === undefined ? {} : { TIMESLICE_SOAK_MINUTES: minutes }) },
  },
);
process.exitCode = status ?? 1;
