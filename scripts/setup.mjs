// Prepares a fresh machine for `npm start` and, with --tests, for `npm test`: npm packages, Chromium, and the programs
// that the browser tests use. Plain Node, because no package is installed yet.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? '.', '..');
const log = path.join(root, '.cache', 'setup.log');

/** The programs that the browser tests use, the Debian package of each, and its purpose. */
const testTools = [
  ['Xvfb', 'xvfb', 'a display for tests of real keys and menus'],
  ['openbox', 'openbox', 'a window manager for that display'],
  ['xdotool', 'xdotool', 'real key presses and clicks'],
  ['ffmpeg', 'ffmpeg', 'checks saved files'],
  ['ffprobe', 'ffmpeg', 'checks saved files'],
  ['mkvmerge', 'mkvtoolnix', 'checks saved WebM files'],
  ['firefox-esr', 'firefox-esr', 'plays saved files in another browser'],
  ['pulseaudio', 'pulseaudio', 'speakers that tests listen to'],
  ['parec', 'pulseaudio-utils', 'listens to them'],
];

checkNode();
installPackages();
await prepareMachine(process.argv.includes('--tests'));

function checkNode() {
  const wanted = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node;
  const [major, minor] = wanted.replace('>=', '').split('.').map(Number);
  const [isMajor, isMinor] = process.versions.node.split('.').map(Number);
  if (isMajor > major || (isMajor === major && isMinor >= minor)) return;
  stop(`Timeslice needs Node ${major}.${minor} or newer. This is Node ${process.versions.node}.`, [
    'Install it from https://nodejs.org or with your version manager.',
  ]);
}

function installPackages() {
  if (packagesAreRight()) return;
  console.log('Installing the npm packages…');
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm ? run(process.execPath, [npm, ...args]) : run('npm', args);
  if (!done) stop('npm ci failed.', [], log);
}

/** Whether node_modules matches package-lock.json. */
function packagesAreRight() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const there = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([name, { version, optional }]) => {
    if (name === '') return true;
    const found = there[name];
    return found === undefined ? optional === true : found.version === version;
  });
}

async function prepareMachine(forTests) {
  const tools = forTests ? testTools.filter(isMissing) : [];
  let browser = await findChromium();
  if (browser && tools.length === 0 && hasCyrillic()) return;

  const system = osRelease();
  if (system.debian && process.getuid?.() === 0 && hasProgram('apt-get')) {
    const packages = new Set(tools.map(([, name]) => name));
    if (!browser && !system.ubuntu) packages.add('chromium');
    if (!hasCyrillic()) packages.add('fontconfig').add('fonts-noto-core');
    if (packages.size > 0) aptInstall([...packages]);
  }
  browser = await findChromium();
  if (!browser) {
    console.log('Downloading Chromium with Playwright…');
    const cli = path.join(root, 'node_modules', 'playwright', 'cli.js');
    const withDeps = system.debian && process.getuid?.() === 0 ? ['--with-deps'] : [];
    run(process.execPath, [cli, 'install', ...withDeps, 'chromium']);
    browser = await findChromium();
  }

  const missing = forTests ? testTools.filter(isMissing) : [];
  if (browser && missing.length === 0) return;
  const names = new Set(missing.map(([, name]) => name));
  stop(
    'Some required programs are missing:',
    [
      ...(browser
        ? []
        : [
            '- Chromium: install it (Debian: apt-get install chromium), or set the environment variable',
            '  TIMESLICE_CHROMIUM to the path of Chromium or Chrome for Testing.',
          ]),
      ...missing.map(([program, name, purpose]) => `- ${program} (Debian package ${name}): ${purpose}.`),
      ...(names.size > 0 ? [`On Debian and Ubuntu: sudo apt-get install ${[...names].join(' ')}`] : []),
      ...(missing.length > 0 ? ['The browser tests run only on Linux.'] : []),
    ],
    existsSync(log) ? log : undefined,
  );
}

function aptInstall(packages) {
  console.log(`Installing ${packages.join(', ')}…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const done =
    run('apt-get', ['update', '-q'], env) &&
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], env);
  if (!done) stop('apt-get failed.', [], log);
}

/** Debian calls its Firefox firefox-esr; any Firefox works. */
function isMissing([program]) {
  if (program !== 'firefox-esr') return !hasProgram(program);
  return !(process.env['TIMESLICE_FIREFOX'] || hasProgram(program) || hasProgram('firefox'));
}

/** The Chromium to use, found in the same order as in e2e/support/chromium.ts. */
async function findChromium() {
  const named = process.env['TIMESLICE_CHROMIUM'];
  if (named) {
    if (isFile(named)) return named;
    stop(`TIMESLICE_CHROMIUM is set to ${named}, which doesn't exist.`);
  }
  if (isFile('/usr/bin/chromium')) return '/usr/bin/chromium';
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  return isFile(own) ? own : undefined;
}

/** Without a Cyrillic font, Russian screenshots show empty boxes. Only Linux may lack one. */
function hasCyrillic() {
  if (process.platform !== 'linux') return true;
  const { status, stdout } = spawnSync('fc-list', [':lang=ru', 'family'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
}

function osRelease() {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const ids = [...text.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, value]) => value.split(' '));
  return { debian: ids.includes('debian') || ids.includes('ubuntu'), ubuntu: ids.includes('ubuntu') };
}

function hasProgram(name) {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => isFile(path.join(folder, name)));
}

function isFile(file) {
  return existsSync(file) && statSync(file).isFile();
}

/** Runs a program and writes its output to the log. */
function run(program, args, env = process.env) {
  mkdirSync(path.dirname(log), { recursive: true });
  rmSync(log, { force: true });
  const output = openSync(log, 'a');
  return spawnSync(program, args, { cwd: root, env, stdio: ['ignore', output, output] }).status === 0;
}

function stop(sentence, lines = [], withLog = undefined) {
  console.error(sentence);
  for (const line of lines) console.error(line);
  if (withLog !== undefined && existsSync(withLog)) {
    console.error(`Last lines of ${path.relative(root, withLog)}:`);
    console.error(readFileSync(withLog, 'utf8').trimEnd().split('\n').slice(-30).join('\n'));
  }
  process.exit(1);
}
