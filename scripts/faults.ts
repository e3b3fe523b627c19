// `npm run faults`: stages each fault in a real browser with the built extension, and ends with a table.
// `-- --rounds 20` stages each so often; what else is given goes to Playwright: `-- kills.spec.ts`.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type FaultRow, faultAnnotation } from '../e2e/support/fault-report';

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly tests: readonly {
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}

const root = path.resolve(import.meta.dirname, '..');
const report = path.join(root, 'test-results', 'faults.json');
const args = process.argv.slice(2);
const at = args.indexOf('--rounds');
const rounds = at === -1 ? '1' : (args.splice(at, 2)[1] ?? '');
if (!/^[1-9]\d*$/.test(rounds)) throw new RangeError(`--rounds ${rounds} is no number of rounds`);

rmSync(report, { force: true });
const { status } = spawnSync(
  path.join(root, 'node_modules', '.bin', 'playwright'),
  ['test', '--config', 'playwright.faults.config.ts', ...args],
  {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TIMESLICE_FAULT_ROUNDS: rounds },
  },
);
if (existsSync(report)) {
  const { suites = [] } = JSON.parse(readFileSync(report, 'utf8')) as Suite;
  console.log(`\n${table(suites.flatMap(rowsOf))}`);
}
process.exitCode = status ?? 1;

function rowsOf({ suites = [], specs = [] }: Suite): FaultRow[] {
  const annotations = specs.flatMap(({ tests }) => tests).flatMap((test) => test.annotations);
  const rows = annotations
    .filter(({ type }) => type === faultAnnotation)
    .map(({ description = '' }) => JSON.parse(description) as FaultRow);
  return [...rows, ...suites.flatMap(rowsOf)];
}

function table(rows: readonly FaultRow[]): string {
  const lines = rows.map(
    ({ fault, rounds, worstLossMs, expected, kept }) =>
      `| ${fault} | ${rounds} | ${worstLossMs === undefined ? '–' : Math.round(worstLossMs)} | ${kept} of ${expected} |`,
  );
  const head = ['| Fault | Rounds | Worst loss, ms | Recordings kept |', '|---|--:|--:|--:|'];
  return [...head, ...lines].join('\n');
}
