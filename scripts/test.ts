// `npm test`: runs every check and continues after a failure, so that one run shows all problems. The browser tests need
// the build. They leave about 10% of two cores idle, so the other checks run beside them, and their output is printed
// afterwards. At the end it names each failed test; the last line is the total: "N passed, N failed".

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Count, countPlaywright, countVitest } from './count-tests';
import { printFaults } from './fault-table';

interface Step {
  readonly title: string;
  readonly command: readonly [tool: string, ...args: string[]];
  /** The runner's results file, and how to count it. Without one, the step counts as one check. */
  readonly report?: { readonly file: string; readonly count: (json: unknown) => Count };
}

/** The result of a step, and its output. */
interface Outcome {
  readonly step: Step;
  readonly count: Count;
  readonly output: string;
}

const root = path.resolve(import.meta.dirname, '..');
const colors = process.stdout.isTTY ? 'force' : 'off';
const build: Step = { title: 'Build', command: ['vite', 'build'] };
const firefoxBuild: Step = { title: 'Build for Firefox', command: ['vite', 'build', '--mode', 'firefox'] };

const withoutBrowser: readonly Step[] = [
  { title: 'Lint and format', command: ['biome', 'ci', '--error-on-warnings', `--colors=${colors}`, '.'] },
  { title: 'Types', command: ['tsc', '-b'] },
  { title: 'Unused code', command: ['knip', '--no-progress'] },
  {
    title: 'Unit tests',
    command: ['vitest', 'run'],
    report: { file: 'test-results/unit.json', count: countVitest },
  },
];

const withBrowser: Step = {
  title: 'Browser tests and faults',
  command: ['playwright', 'test'],
  report: { file: 'test-results/e2e.json', count: countPlaywright },
};

const withFirefox: Step = {
  title: 'Firefox tests',
  command: ['playwright', 'test', '--config', 'playwright.firefox.config.ts'],
  report: { file: 'test-results/firefox.json', count: countPlaywright },
};

const built = await run(build, 'pipe');
print(built);
const firefoxBuilt = await run(firefoxBuild, 'pipe');
print(firefoxBuilt);
const rest = withoutBrowser.map((step) => run(step, 'pipe'));
console.log(`\n== ${withBrowser.title} ==\n`);
const browser = built.count.failed === 0 ? await runWithBrowser() : notRun(withBrowser, build);
console.log(`\n== ${withFirefox.title} ==\n`);
const firefox =
  firefoxBuilt.count.failed === 0 ? await run(withFirefox, 'inherit') : notRun(withFirefox, firefoxBuild);
const others = await Promise.all(rest);
for (const outcome of others) print(outcome);
const outcomes = [built, firefoxBuilt, ...others, browser, firefox];

const failedSteps = outcomes.filter(({ count }) => count.failed > 0).map(({ step }) => step.title);
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(', ')}`);
for (const failure of outcomes.flatMap(({ count }) => count.failures ?? [])) console.log(`- ${failure}`);
const sum = (of: 'passed' | 'failed' | 'skipped') =>
  outcomes.reduce((total, { count }) => total + count[of], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

function print({ step, count, output }: Outcome): void {
  console.log(`\n== ${step.title} ==\n\n${output}`);
  if (step.report === undefined && count.failed === 0) console.log('Passed.');
}

async function runWithBrowser(): Promise<Outcome> {
  const outcome = await run(withBrowser, 'inherit');
  printFaults(path.join(root, 'test-results', 'e2e.json'));
  return outcome;
}

function notRun(step: Step, failed: Step): Outcome {
  console.log(`Not run: "${failed.title}" failed.`);
  return { step, count: { passed: 0, failed: 1, skipped: 0 }, output: '' };
}

/** @param out whether the step writes to the terminal directly, or its output is collected */
async function run(step: Step, out: 'inherit' | 'pipe'): Promise<Outcome> {
  if (step.report !== undefined) rmSync(path.join(root, step.report.file), { force: true });
  const [tool, ...args] = step.command;
  const child = spawn(path.join(root, 'node_modules', '.bin', tool), args, {
    cwd: root,
    stdio: ['inherit', out, out],
    shell: process.platform === 'win32',
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
  const succeeded = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      resolve(false);
    });
    child.on('close', (status) => resolve(status === 0));
  });
  return { step, count: countOf(step, succeeded), output: Buffer.concat(chunks).toString() };
}

function countOf(step: Step, succeeded: boolean): Count {
  if (step.report === undefined) {
    return succeeded ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  }
  const count = readReport(step.report);
  // A runner that crashed or found no tests has failed.
  const broken = count.failed === 0 && (!succeeded || count.passed === 0);
  return broken ? { ...count, failed: 1 } : count;
}

function readReport({ file, count }: NonNullable<Step['report']>): Count {
  const report = path.join(root, file);
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  return count(JSON.parse(readFileSync(report, 'utf8')));
}
