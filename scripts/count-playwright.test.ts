import { expect, it } from 'vitest';
import { countPlaywright } from './count-playwright';

const test = (title: string, status: string) => ({ title, tests: [{ status }] });

const report = {
  stats: { expected: 3, unexpected: 1, flaky: 2, skipped: 1 },
  suites: [
    {
      title: 'kills.spec.ts',
      specs: [test('loses nothing', 'flaky'), test('tells', 'expected')],
      suites: [{ title: 'in MP4', specs: [test('is found again', 'flaky'), test('plays', 'unexpected')] }],
    },
  ],
};

it('counts a test that passed only at a second try as failed', () => {
  expect(countPlaywright(report)).toMatchObject({ passed: 3, failed: 3, skipped: 1 });
});

it('names such a test', () => {
  expect(countPlaywright(report).flaky).toEqual([
    'kills.spec.ts › loses nothing',
    'kills.spec.ts › in MP4 › is found again',
  ]);
});
