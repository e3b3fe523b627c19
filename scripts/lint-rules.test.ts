import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lintConfig, roomsFile } from './lint-config';
import { mayImport, packages, roomOf, rooms } from './rooms';

const folders = Object.keys(rooms);
const root = path.resolve(import.meta.dirname, '..');

interface Case {
  readonly file: string;
  readonly code: string;
  /** The rule that refuses it; absent where it is allowed. */
  readonly refusedBy?: string;
}

const cases = new Map<string, Case>();

function add(title: string, room: string, code: string, refusedBy?: string): void {
  const file = `src/${room}/case-${cases.size}.ts`;
  cases.set(title, refusedBy === undefined ? { file, code } : { file, code, refusedBy });
}

const forbidden = 'lint/style/noRestrictedImports';
const forms = [
  "import '%';",
  "import type { name } from '%';",
  "export { name } from '%';",
  "await import('%');",
] as const;

for (const [from, { files = [] }] of Object.entries(rooms)) {
  const own = roomOf(from);
  const relative = (to: string) => path.posix.relative(`/${from}`, `/${to}`).replace(/^(?!\.)/, './');
  for (const to of folders.filter((folder) => folder !== from)) {
    const allowed = mayImport(from, to);
    for (const form of forms) {
      const code = form.replace('%', `${relative(to)}/module`);
      // Their names don't exist, or are not used: other rules refuse that.
      if (allowed && form.includes('{ name }')) continue;
      add(`${from}: ${code}`, from, code, allowed ? undefined : forbidden);
    }
  }
  if (from !== own) {
    for (const [folder, way] of [
      [from, '..'],
      [`${from}/folder`, '../..'],
    ] as const) {
      add(`${from}: its own room, from ${folder}`, folder, `import '${way}/module';`, forbidden);
      for (const file of files) add(`${from}: ${file}, from ${folder}`, folder, `import '${way}/${file}';`);
    }
  }
  for (const [name, allowedIn] of Object.entries(packages)) {
    add(`${from}: ${name}`, from, `import '${name}';`, allowedIn.includes(own) ? undefined : forbidden);
  }
  add(`${from}: a development tool`, from, "import 'vitest';", 'lint/correctness/noUndeclaredDependencies');
  add(`${from}: a script`, from, `import '${relative('../scripts')}/test';`, forbidden);

  const global = 'lint/style/noRestrictedGlobals';
  const unlessExtension = (rule: string) => (from === 'extension' ? undefined : rule);
  add(`${from}: RTCPeerConnection`, from, 'export const peer = new RTCPeerConnection();', global);
  add(`${from}: WebTransport`, from, "export const way = new WebTransport('https://a.example');", global);
  add(`${from}: WebSocket`, from, "export const way = new WebSocket('wss://a.example');", global);
  add(`${from}: fetch`, from, "export const answer = await fetch('https://a.example');", global);
  add(
    `${from}: globalThis.RTCPeerConnection`,
    from,
    'export const Peer = globalThis.RTCPeerConnection;',
    'plugin',
  );
  add(`${from}: sendBeacon`, from, "navigator.sendBeacon('https://a.example');", 'plugin');
  add(`${from}: chrome`, from, 'export const { id } = chrome.runtime;', unlessExtension(global));
  add(`${from}: browser`, from, 'export const { id } = browser.runtime;', unlessExtension(global));
  add(`${from}: globalThis.chrome`, from, 'export const api = globalThis.chrome;', unlessExtension('plugin'));
  add(`${from}: innerHTML`, from, "document.body.innerHTML = '';", 'plugin');
  add(`${from}: insertAdjacentHTML`, from, "document.body.insertAdjacentHTML('beforeend', '');", 'plugin');
  add(`${from}: any`, from, 'export const value: any = 1;', 'lint/suspicious/noExplicitAny');
  add(`${from}: !`, from, 'export const first = [1][0]!;', 'lint/style/noNonNullAssertion');
  add(`${from}: a default export`, from, 'export default 1;', 'lint/style/noDefaultExport');
}

const cycle = 'lint/suspicious/noImportCycles';
for (const [kind, statement] of [
  ['values', "import { name } from './%';\nexport const other = name;\nexport { name as '#' };"],
  ['types', "import type { name } from './%';\nexport type { name };"],
] as const) {
  for (const [one, other] of [
    ['one', 'other'],
    ['other', 'one'],
  ] as const) {
    const code = statement.replace('%', `${kind}-${other}`).replace('#', one);
    cases.set(`cycles: ${kind}, ${one}`, { file: `src/domain/${kind}-${one}.ts`, code, refusedBy: cycle });
  }
}

const copy = mkdtempSync(path.join(tmpdir(), 'timeslice-lint-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const found = refusals([...cases.values()]);

describe('the import rules', () => {
  it('know each room of src/', () => {
    const present = readdirSync(path.join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'public')
      .map((entry) => entry.name);
    expect(folders).toEqual(expect.arrayContaining(present));
  });

  it('are those of scripts/rooms.ts: `npm run rooms` writes them', () => {
    const written: unknown = JSON.parse(readFileSync(path.join(root, roomsFile), 'utf8'));
    expect(written).toEqual(JSON.parse(lintConfig()));
  });

  it.each(folders)('hold in src/%s', (folder) => expect(wrongCases(`${folder}:`)).toEqual([]));

  it('refuse an import cycle, also one of types alone', () => expect(wrongCases('cycles:')).toEqual([]));
});

/** The cases of that title which were not refused, or allowed, as they should be. */
function wrongCases(title: string): string[] {
  return [...cases].flatMap(([name, { file, refusedBy }]) => {
    if (!name.startsWith(title)) return [];
    const rules = found.get(file) ?? [];
    const right = refusedBy === undefined ? rules.length === 0 : rules.includes(refusedBy);
    return right
      ? []
      : [`${name} → expected ${refusedBy ?? 'nothing'}, got ${rules.join(', ') || 'nothing'}`];
  });
}

/** Lints all cases in a copy of the project's configuration, and says which rules refused each file. */
function refusals(all: readonly Case[]): Map<string, string[]> {
  for (const name of ['biome.json', roomsFile, 'package.json', '.gitignore', 'scripts/lint']) {
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  mkdirSync(path.join(copy, 'node_modules/@biomejs'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules/@biomejs/biome'), path.join(copy, 'node_modules/@biomejs/biome'));
  for (const { file, code } of all) {
    mkdirSync(path.join(copy, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(copy, file), `${code}\n`);
  }
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
  const run = spawnSync(
    process.execPath,
    [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false', '.'],
    { cwd: copy, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  const { diagnostics } = JSON.parse(run.stdout) as Report;
  const byFile = new Map<string, string[]>();
  for (const { category, severity, location } of diagnostics) {
    if (severity !== 'error') continue;
    const file = typeof location.path === 'string' ? location.path : location.path.file;
    byFile.set(file, [...(byFile.get(file) ?? []), category]);
  }
  return byFile;
}

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly severity: string;
    readonly location: { readonly path: string | { readonly file: string } };
  }[];
}

it('docs/architecture.md draws the imports of every room, and lists every room and wing', () => {
  const document = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
  const [, graph = ''] = /```mermaid\ngraph RL\n(.*?)```/s.exec(document) ?? [];
  const drawn = [...graph.matchAll(/^ {2}([\w-]+) --> (.+)$/gm)].map(([, from = '', to = '']) => [
    from,
    to.split(' & ').sort(),
  ]);
  const known = folders
    .filter((folder) => folder === roomOf(folder))
    .map((folder) => [folder, [...(rooms[folder]?.imports ?? [])].sort()] as const)
    .filter(([, imports]) => imports.length > 0);
  expect(Object.fromEntries(drawn)).toEqual(Object.fromEntries(known));
  for (const folder of folders) {
    expect(document).toContain(folder === roomOf(folder) ? `\`src/${folder}\`` : `\`${folder}\``);
  }
});
