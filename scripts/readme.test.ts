import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../manifest.json' with { type: 'json' };
import { scripts } from '../package.json' with { type: 'json' };
import texts from '../src/public/_locales/en/messages.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const readme = read('README.md');

/** The cells of every table row that begins with the given cell. */
function rows(document: string, first: string): string[][] {
  return document
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1))
    .filter((cells) => cells[0] === first);
}

describe('README.md', () => {
  it.each([...manifest.permissions, ...manifest.optional_permissions])(
    'explains the permission %s',
    (name) => {
      expect(rows(readme, `\`${name}\``)).toEqual([[`\`${name}\``, expect.stringMatching(/\w+ .+\.$/)]]);
    },
  );

  it('says why there are no recordings in incognito windows', () => {
    expect(readme).toContain(`"incognito": "${manifest.incognito}"`);
  });

  const { _execute_action: popup, ...commands } = manifest.commands;

  it('says that the popup has no key of its own', () => {
    expect(popup).toEqual({});
    expect(rows(readme, 'Open the popup')).toEqual([['Open the popup', 'none', 'none']]);
  });

  it.each(Object.values(commands))('names the keys of $description', (command) => {
    const key = command.description.replace(/^__MSG_(.*)__$/, '$1') as keyof typeof texts;
    const { default: elsewhere, mac } = command.suggested_key;
    const { message } = texts[key];
    const onMac = mac.replace('MacCtrl', 'Control');
    expect(rows(readme, message)).toEqual([[message, `\`${elsewhere}\``, `\`${onMac}\``]]);
  });

  it('names the oldest browser that the manifest allows', () => {
    expect(readme).toContain(`version ${manifest.minimum_chrome_version} or newer`);
  });
});

describe('CONTRIBUTING.md', () => {
  const document = read('CONTRIBUTING.md');

  it.each(Object.keys(scripts))('names the command %s', (name) => {
    const command = name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
    expect(rows(document, `\`${command}\``)).toHaveLength(1);
  });
});

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'docs/architecture.md',
  'docs/decisions.md',
  'docs/firefox.md',
  'docs/reliability.md',
];

describe.each(documents)('%s', (name) => {
  const document = read(name);

  it('names only source files that exist', () => {
    const named = [...document.matchAll(/`([\w-]+(?:\/[\w-]+)+\.tsx?)`/g)].map(([, file = '']) => file);
    const isThere = (file: string) =>
      [root, path.join(root, 'src')].some((at) => existsSync(path.join(at, file)));
    expect(named.filter((file) => !isThere(file))).toEqual([]);
  });

  it('names only headings of docs/decisions.md that exist', () => {
    const headings = [...read('docs/decisions.md').matchAll(/^#+ (.+)$/gm)].map(
      ([, heading = '']) => heading,
    );
    const text = document.replace(/\s+/g, ' ');
    const named = [...text.matchAll(/\[decisions\]\(decisions\.md\), ["“](.+?)["”]/g)].map(
      ([, of = '']) => of,
    );
    expect(named.filter((of) => !headings.includes(of))).toEqual([]);
  });

  it('has no line of more than 120 characters but in tables', () => {
    const lines = document.split('\n').map((text, index) => ({ text, line: index + 1 }));
    expect(lines.filter(({ text }) => text.length > 120 && !text.startsWith('|'))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const links = [...document.matchAll(/(?:\]\(|src=")([^)"#]+)/g)].map(([, link = '']) => link);
    const local = links.filter((link) => !link.startsWith('https://'));
    expect(local.filter((link) => !existsSync(path.join(root, path.dirname(name), link)))).toEqual([]);
  });
});
