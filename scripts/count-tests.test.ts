import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from './count-tests';

const test = (title: string, status: string, message?: string, location?: object) => ({
  title,
  tests: [{ status, results: [message === undefined ? {} : { error: { message, location } }] }],
});

describe('a report of Playwright’s', () => {
  const report = {
    stats: { expected: 3, unexpected: 1, flaky: 2, skipped: 1 },
    errors: [{ message: 'Error: no browser\n  at setup.ts' }],
    suites: [
      {
        title: 'kills.spec.ts',
        specs: [test('loses nothing', 'flaky', 'Error: a slice is missing'), test('tells', 'expected')],
        suites: [
          {
            title: 'in MP4',
            specs: [
              test('is found again', 'flaky'),
              test('plays', 'unexpected', '\u001B[31mError: no frame\u001B[39m\n\n  Expected: 3', {
                file: path.resolve('e2e/play.ts'),
                line: 7,
              }),
            ],
          },
        ],
      },
    ],
  };

  it('counts a test that passed only at a second try as failed', () => {
    expect(countPlaywright(report)).toMatchObject({ passed: 3, failed: 3, skipped: 1 });
  });

  it('names each failed test, and what failed outside of them, with the place and the first lines of the error', () => {
    expect(countPlaywright(report).failures).toEqual([
      'kills.spec.ts › loses nothing (passed at a second try): Error: a slice is missing',
      'kills.spec.ts › in MP4 › is found again (passed at a second try)',
      'kills.spec.ts › in MP4 › plays, e2e/play.ts:7: Error: no frame\n    Expected: 3',
      'Playwright: Error: no browser\n    at setup.ts',
    ]);
  });
});

describe('a report of Vitest’s', () => {
  const report = {
    numPassedTests: 1,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      {
        name: path.resolve('src/clock.test.ts'),
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'a clock runs', status: 'passed', failureMessages: [] },
          { fullName: 'a clock stops', status: 'failed', failureMessages: ['Error: it runs\n  at clock.ts'] },
        ],
      },
      {
        name: path.resolve('src/broken.test.ts'),
        status: 'failed',
        message: 'SyntaxError: unexpected end',
        assertionResults: [],
      },
    ],
  };

  it('is counted, and each failed test and each file that can’t run is named', () => {
    expect(countVitest(report)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      failures: [
        'src/clock.test.ts › a clock stops: Error: it runs\n    at clock.ts',
        'src/broken.test.ts: SyntaxError: unexpected end',
      ],
    });
  });
});
