import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What a runner's tests came to. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failed test by name, with the place and the first lines of its error. Absent for a step that counts as one check. */
  readonly failures?: readonly string[];
}

/** A part of a JSON report of Playwright's: a file, or a group of tests in it. */
interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly results: readonly {
        readonly error?: {
          readonly message?: string;
          readonly location?: { readonly file: string; readonly line: number };
        };
      }[];
    }[];
  }[];
}

/** Counts the tests of a JSON report of Playwright's. One that passed only at a second try has failed. */
export function countPlaywright(json: unknown): Count {
  const { stats, suites, errors } = json as {
    readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
    readonly suites: readonly Suite[];
    /** What failed outside of any test. */
    readonly errors: readonly { readonly message?: string }[];
  };
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: [
      ...suites.flatMap((suite) => failuresIn(suite, [])),
      ...errors.map(({ message }) => described('Playwright', message)),
    ],
  };
}

/** Counts the tests of a JSON report of Vitest's. */
export function countVitest(json: unknown): Count {
  const report = json as Readonly<
    Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>
  > & {
    readonly testResults: readonly {
      /** The path of the file. */
      readonly name: string;
      readonly status: string;
      /** Why no test of it could run. */
      readonly message: string;
      readonly assertionResults: readonly {
        readonly fullName: string;
        readonly status: string;
        readonly failureMessages: readonly string[];
      }[];
    }[];
  };
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(({ name, status, message, assertionResults }) => {
      const file = path.relative(process.cwd(), name);
      const failed = assertionResults.filter((test) => test.status === 'failed');
      if (failed.length === 0) return status === 'failed' ? [described(file, message)] : [];
      return failed.map(({ fullName, failureMessages }) =>
        described(`${file} › ${fullName}`, failureMessages[0]),
      );
    }),
  };
}

function failuresIn({ title, suites = [], specs = [] }: Suite, above: readonly string[]): string[] {
  const titles = [...above, title];
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const name = [...titles, spec.title].join(' › ');
        const error = results.find((result) => result.error !== undefined)?.error;
        const place = error?.location;
        const at = place === undefined ? '' : `, ${path.relative(process.cwd(), place.file)}:${place.line}`;
        return described(
          `${name}${status === 'flaky' ? ' (passed at a second try)' : ''}${at}`,
          error?.message,
        );
      }),
  );
  return [...own, ...suites.flatMap((suite) => failuresIn(suite, titles))];
}

/** Enough of an error to say what was expected and what was there. */
const mostLines = 10;

function described(name: string, message = ''): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim().slice(0, 300))
    .filter((line) => line !== '')
    .slice(0, mostLines);
  return lines.length === 0 ? name : `${name}: ${lines.join('\n    ')}`;
}
