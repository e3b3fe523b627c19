import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** What each room of `src/` may import, as docs/architecture.md draws it. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  container: ['domain'],
  messaging: ['domain'],
  storage: ['domain', 'container'],
  platform: ['domain'],
  ui: ['domain', 'platform'],
  recorder: ['domain', 'container', 'messaging', 'storage', 'platform'],
  background: ['domain', 'container', 'messaging', 'storage', 'platform'],
  popup: ['domain', 'container', 'messaging', 'storage', 'platform', 'ui'],
  library: ['domain', 'container', 'messaging', 'storage', 'platform', 'ui'],
  setup: ['domain', 'container', 'messaging', 'storage', 'platform', 'ui'],
};

/** The only rooms that may import a package; every other production package is free. */
const mayImportPackage: Record<string, readonly string[]> = {
  'webextension-polyfill': ['platform'],
  idb: ['storage'],
  preact: ['popup', 'library', 'setup', 'ui'],
  'preact/hooks': ['popup', 'library', 'setup', 'ui'],
  '@preact/signals': ['popup', 'library', 'setup', 'ui'],
};

const rooms = Object.keys(mayImport);
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
const forms = ["import '%';", "export { name } from '%';", "await import('%');"] as const;

for (const from of rooms) {
  for (const to of rooms.filter((room) => room !== from)) {
    const allowed = mayImport[from]?.includes(to) ?? false;
    for (const form of forms) {
      const code = form.replace('%', `../${to}/module`);
      if (allowed && form.startsWith('export')) continue;
      add(`${from}: ${code}`, from, code, allowed ? undefined : forbidden);
    }
  }
  for (const [name, allowedIn] of Object.entries(mayImportPackage)) {
    add(`${from}: ${name}`, from, `import '${name}';`, allowedIn.includes(from) ? undefined : forbidden);
  }
  add(`${from}: a development tool`, from, "import 'vitest';", 'lint/correctness/noUndeclaredDependencies');
  add(`${from}: a script`, from, "import '../../scripts/test';", forbidden);

  const global = 'lint/style/noRestrictedGlobals';
  const unlessPlatform = (rule: string) => (from === 'platform' ? undefined : rule);
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
  add(`${from}: chrome`, from, 'export const { id } = chrome.runtime;', unlessPlatform(global));
  add(`${from}: browser`, from, 'export const { id } = browser.runtime;', unlessPlatform(global));
  add(`${from}: globalThis.chrome`, from, 'export const api = globalThis.chrome;', unlessPlatform('plugin'));
  add(`${from}: innerHTML`, from, "document.body.innerHTML = '';", 'plugin');
  add(`${from}: insertAdjacentHTML`, from, "document.body.insertAdjacentHTML('beforeend', '');", 'plugin');
  add(`${from}: any`, from, 'export const value: any = 1;', 'lint/suspicious/noExplicitAny');
  add(`${from}: !`, from, 'export const first = [1][0]!;', 'lint/style/noNonNullAssertion');
  add(`${from}: a default export`, from, 'export default 1;', 'lint/style/noDefaultExport');
}

const copy = mkdtempSync(path.join(tmpdir(), 'timeslice-lint-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const found = refusals([...cases.values()]);

describe('the import rules', () => {
  it('know each room of src/', () => {
    const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'public')
      .map((entry) => entry.name);
    expect(rooms).toEqual(expect.arrayContaining(folders));
  });

  it.each(rooms)('hold in src/%s', (room) => {
    const wrong: string[] = [];
    for (const [title, { file, refusedBy }] of cases) {
      if (!title.startsWith(`${room}:`)) continue;
      const rules = found.get(file) ?? [];
      const right = refusedBy === undefined ? rules.length === 0 : rules.includes(refusedBy);
      if (!right)
        wrong.push(`${title} → expected ${refusedBy ?? 'nothing'}, got ${rules.join(', ') || 'nothing'}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** Lints all cases in a copy of the project's configuration, and says which rules refused each file. */
function refusals(all: readonly Case[]): Map<string, string[]> {
  for (const name of ['biome.json', 'package.json', '.gitignore', 'scripts/lint']) {
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
