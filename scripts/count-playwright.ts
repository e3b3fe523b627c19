/** What a runner's tests came to. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The tests that failed first and passed later, by name. They count as failed. */
  readonly flaky?: readonly string[];
}

/** A part of a JSON report of Playwright's: a file, or a group of tests in it. */
interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped' }[];
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
    flaky: suites.flatMap((suite) => flakyIn(suite, [])),
  };
}

function flakyIn({ title, suites = [], specs = [] }: Suite, above: readonly string[]): string[] {
  const path = [...above, title];
  const own = specs
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map((spec) => [...path, spec.title].join(' › '));
  return [...own, ...suites.flatMap((suite) => flakyIn(suite, path))];
}
