import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Of each row of the contract's table: the file and the title of the test that shows it. */
const tests = [...read('docs/architecture.md').matchAll(/\| `([\w-]+\.spec\.ts)`: (.+) \|$/gm)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

it('there is a table', () => {
  expect(tests.length).toBeGreaterThan(0);
});

it.each(tests)('$file has the test "$title"', ({ file, title }) => {
  expect(read(`e2e/${file}`)).toContain(`test('${title}'`);
});
