import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const contract = read('docs/architecture.md').split('## The MediaRecorder contract')[1] ?? '';

/** Of each row of the contract's table: the file and the title of the test that shows it. */
const tests = [...contract.matchAll(/\| `([\w/-]+\.spec\.ts)`: (.+) \|$/gm)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

it('each row of the table names a test', () => {
  const [, , ...rows] = contract.split('\n').filter((line) => line.startsWith('|'));
  expect(rows.length).toBeGreaterThan(0);
  expect(tests).toHaveLength(rows.length);
});

it.each(tests)('$file has the test "$title"', ({ file, title }) => {
  expect(read(`e2e/${file}`)).toContain(`test('${title}'`);
});
