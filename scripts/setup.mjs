// Makes a fresh machine ready for `npm start` and, with --tests, for `npm test`: the packages, a
// Chromium, and what the browser tests use. Plain Node without packages, for none is there yet.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? '.', '..');
const log = path.join(root, '.cache', 'setup.log');

/** Programs that the browser tests use, the Debian package of each, and what it is for. */
const testTools = [
  ['Xvfb', 'xvfb', 'a display for the tests of real keys and menus'],
  ['openbox', 'openbox', 'a window manager for that display'],
  ['xdotool', 'xdotool', 'real key presses and clicks'],
  ['ffmpeg', 'ffmpeg', 'the judge of saved files'],
  ['ffprobe', 'ffmpeg', 'the judge of saved files'],
  ['mkvmerge', 'mkvtoolnix', 'a second judge of saved files'],
  ['firefox-esr', 'firefox-esr', 'the player of another browser'],
];

checkNode();
installPackages();
await prepareMachine(process.argv.includes('--tests'));

function checkNode() {
  const wanted = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node;
  const [major, minor] = wanted.replace('>=', '').split('.').map(Number);
  const [isMajor, isMinor] = process.versions.node.split('.').map(Number);
  if (isMajor > major || (isMajor === major && isMinor >= minor)) return;
  stop(`Timeslice needs Node ${major}.${minor} or newer, and this is ${process.versions.node}.`, [
    'Get one at https://nodejs.org, or by your version manager.',
  ]);
}

function installPackages() {
  if (packagesAreRight()) return;
  console.log('Installing the npm packages…');
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm ? run(process.execPath, [npm, ...args]) : run('npm', args);
  if (!done) stop('npm ci could not install them.', [], log);
}

/** Whether node_modules holds the very versions that package-lock.json names. */
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
    console.log('Fetching a Chromium by Playwright…');
    const cli = path.join(root, 'node_modules', 'playwright', 'cli.js');
    const withDeps = system.debian && process.getuid?.() === 0 ? ['--with-deps'] : [];
    run(process.execPath, [cli, 'install', ...withDeps, 'chromium']);
    browser = await findChromium();
  }

  const missing = forTests ? testTools.filter(isMissing) : [];
  if (browser && missing.length === 0) return;
  const names = new Set(missing.map(([, name]) => name));
  stop(
    'This machine lacks something that Timeslice needs here:',
    [
      ...(browser
        ? []
        : [
            '- Chromium: install it by your system (Debian: apt-get install chromium), or name the program',
            '  of a Chromium or Chrome for Testing in the environment variable TIMESLICE_CHROMIUM.',
          ]),
      ...missing.map(([program, name, purpose]) => `- ${program} (Debian package ${name}): ${purpose}.`),
      ...(names.size > 0 ? [`On Debian and Ubuntu: sudo apt-get install ${[...names].join(' ')}`] : []),
      ...(missing.length > 0 ? ['The browser tests run on Linux.'] : []),
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
  if (!done) stop('apt-get could not install them.', [], log);
}

/** Debian's Firefox has a name of its own; any other will do. */
function isMissing([program]) {
  if (program !== 'firefox-esr') return !hasProgram(program);
  return !(process.env['TIMESLICE_FIREFOX'] || hasProgram(program) || hasProgram('firefox'));
}

/** The browser to use, in the same order as e2e/support/chromium.ts looks for it. */
async function findChromium() {
  const named = process.env['TIMESLICE_CHROMIUM'];
  if (named) {
    if (isFile(named)) return named;
    stop(`TIMESLICE_CHROMIUM names ${named}, and there is no such file.`);
  }
  if (isFile('/usr/bin/chromium')) return '/usr/bin/chromium';
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  return isFile(own) ? own : undefined;
}

/** Without such a font, the Russian screenshots show empty boxes. Only Linux may lack one. */
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

/** Runs a program with its output going to the log. */
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
    console.error(`The end of ${path.relative(root, withLog)}:`);
    console.error(readFileSync(withLog, 'utf8').trimEnd().split('\n').slice(-30).join('\n'));
  }
  process.exit(1);
}
