// `npm run package`: zips dist/ and dist-firefox/ for the stores. The same build always produces the same bytes.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Zippable, zipSync } from 'fflate';

const root = path.resolve(import.meta.dirname, '..');

/** The oldest time that a zip can store, so that the build time leaves no trace. */
const epoch = new Date(1980, 0, 1);

const version = readVersion('package.json');
for (const [folder, suffix] of [
  ['dist', ''],
  ['dist-firefox', '-firefox'],
] as const) {
  if (!existsSync(path.join(root, folder, 'manifest.json')))
    stop(`${folder}/ not found. Run \`npm run build\` first.`);
  for (const file of ['manifest.json', `${folder}/manifest.json`]) {
    const other = readVersion(file);
    if (other !== version) stop(`Version mismatch: ${version} in package.json, ${other} in ${file}.`);
  }
  const files = readFolder(path.join(root, folder));
  const zip = zipSync(files);
  const target = path.join(root, 'release', `timeslice-${version}${suffix}.zip`);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, zip);
  console.log(`${path.relative(root, target)}: ${Object.keys(files).length} files, ${zip.byteLength} bytes`);
}

function readFolder(folder: string): Zippable {
  const files: Zippable = {};
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.endsWith('.map') && !file.startsWith('.vite'))
    .sort()) {
    files[file.split(path.sep).join('/')] = [
      readFileSync(path.join(folder, file)),
      { mtime: epoch, level: 9 },
    ];
  }
  return files;
}

function readVersion(file: string): string {
  const content = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as { version: string };
  return content.version;
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
