import { stripVTControlCharacters } from 'node:util';

/** What a runner's tests came to. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failed test by name, with the first line of its error. Absent if the runner reports no tests. */
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
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

/** Counts the tests of a JSON report of Playwright's. One that passed only at a second try has failed. */
export function countPlaywright(json: unknown): Count {
  const { stats, suites } = json as {
    readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
    readonly suites: readonly Suite[];
  };
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: suites.flatMap((suite) => failuresIn(suite, [])),
  };
}

/** Counts the tests of a JSON report of Vitest's. */
export function countVitest(json: unknown): Count {
  const report = json as Readonly<
    Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>
  > & {
    readonly testResults: readonly {
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
    failures: report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => described(fullName, failureMessages[0])),
  };
}

function failuresIn({ title, suites = [], specs = [] }: Suite, above: readonly string[]): string[] {
  const path = [...above, title];
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const name = [...path, spec.title].join(' › ');
        const message = results.find(({ error }) => error !== undefined)?.error?.message;
        return described(status === 'flaky' ? `${name} (passed at a second try)` : name, message);
      }),
  );
  return [...own, ...suites.flatMap((suite) => failuresIn(suite, path))];
}

function described(name: string, message = ''): string {
  const [firstLine] = stripVTControlCharacters(message).split('\n');
  return firstLine === '' ? name : `${name}: ${firstLine}`;
}
