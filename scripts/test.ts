// Runs every check in order and goes on after a failure, so that one run shows all there is to mend.
// The last line sums them up: "N passed, N failed".

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Step {
  readonly title: string;
  readonly command: readonly [tool: string, ...args: string[]];
  /** A file with the runner's results, and how to count them; without, the step is one check. */
  readonly report?: { readonly file: string; readonly count: (json: unknown) => Count };
  /** Makes no sense once the step of that title has failed. */
  readonly needs?: string;
}

const root = path.resolve(import.meta.dirname, '..');
const colors = process.stdout.isTTY ? 'force' : 'off';

const steps: readonly Step[] = [
  { title: 'Lint and format', command: ['biome', 'ci', '--error-on-warnings', `--colors=${colors}`, '.'] },
  { title: 'Types', command: ['tsc', '-b'] },
  { title: 'Unused code', command: ['knip', '--no-progress'] },
  {
    title: 'Unit tests',
    command: ['vitest', 'run'],
    report: { file: 'test-results/unit.json', count: countVitest },
  },
  { title: 'Build', command: ['vite', 'build'] },
  {
    title: 'Browser tests',
    command: ['playwright', 'test'],
    report: { file: 'test-results/e2e.json', count: countPlaywright },
    needs: 'Build',
  },
  {
    title: 'Faults',
    command: ['tsx', 'scripts/faults.ts'],
    report: { file: 'test-results/faults.json', count: countPlaywright },
    needs: 'Build',
  },
];

const failedSteps = new Set<string>();
let total: Count = { passed: 0, failed: 0, skipped: 0 };

for (const step of steps) {
  console.log(`\n== ${step.title} ==\n`);
  const count = run(step);
  if (count.failed > 0) failedSteps.add(step.title);
  total = {
    passed: total.passed + count.passed,
    failed: total.failed + count.failed,
    skipped: total.skipped + count.skipped,
  };
}

if (failedSteps.size > 0) console.log(`\nFailed: ${[...failedSteps].join(', ')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function run(step: Step): Count {
  if (step.needs !== undefined && failedSteps.has(step.needs)) {
    console.log(`Not run, because "${step.needs}" failed.`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  if (step.report !== undefined) rmSync(path.join(root, step.report.file), { force: true });
  const [tool, ...args] = step.command;
  const { status } = spawnSync(path.join(root, 'node_modules', '.bin', tool), args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const succeeded = status === 0;
  if (step.report === undefined) {
    if (succeeded) console.log('Passed.');
    return succeeded ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  }
  const count = readReport(step.report);
  // A runner that broke, or that found no test at all, has not passed.
  const broken = count.failed === 0 && (!succeeded || count.passed === 0);
  return broken ? { ...count, failed: 1 } : count;
}

function readReport({ file, count }: NonNullable<Step['report']>): Count {
  const report = path.join(root, file);
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  return count(JSON.parse(readFileSync(report, 'utf8')));
}

function countVitest(json: unknown): Count {
  const report = json as Record<
    'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests',
    number
  >;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countPlaywright(json: unknown): Count {
  const { stats } = json as {
    readonly stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>;
  };
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}
