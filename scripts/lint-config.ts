// `npm run rooms`: writes biome.rooms.json, the lint rules that keep the rooms of src/ apart, from scripts/rooms.ts.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { mayImport, packages, roomOf, rooms } from './rooms';

/** The file that `biome.json` extends. */
export const roomsFile = 'biome.rooms.json';

/** Its text. */
export function lintConfig(): string {
  const overrides = Object.keys(rooms).map((folder) => ({
    // Tests and what they share look into the whole room: the rules of that room hold for them.
    includes: [`src/${folder}/**`, ...(folder === roomOf(folder) ? [] : ['!**/*.test.ts', '!**/testing/**'])],
    linter: {
      rules: {
        style: { noRestrictedImports: { level: 'error', options: { patterns: patternsFor(folder) } } },
      },
    },
  }));
  return `${JSON.stringify({ $schema: './node_modules/@biomejs/biome/configuration_schema.json', overrides }, undefined, 2)}\n`;
}

function patternsFor(folder: string) {
  const others = Object.keys(rooms).filter((other) => other !== folder && !mayImport(folder, other));
  const own = roomOf(folder);
  // A wing of a forbidden room is forbidden with it.
  const foreign = others.filter((other) => roomOf(other) !== own && other === roomOf(other));
  const wings = others.filter((other) => roomOf(other) === own && other !== own);
  const forbidden = [
    ...foreign.map((room) => `**/${room}/**`),
    ...wings.map((wing) => `**/${wing.slice(own.length + 1)}/**`),
  ];
  const files = (rooms[folder]?.files ?? []).map((file) => `!../${file}`);
  return [
    ...(forbidden.length === 0 ? [] : [{ group: forbidden, message: messageFor(folder) }]),
    ...(folder === own ? [] : [{ group: ['../*', ...files], message: messageFor(folder) }]),
    { group: ['**/e2e/**', '**/scripts/**'], message: 'The product does not import its tools.' },
    {
      group: Object.entries(packages)
        .filter(([name, allowed]) => !allowed.includes(own) && !name.includes('/hooks'))
        .flatMap(([name]) => [name, `${name}/**`]),
      message: `src/${folder} does without this package.`,
    },
  ];
}

function messageFor(folder: string): string {
  const { imports, files = [] } = rooms[folder] ?? { imports: [] };
  const allowed = [...imports, ...files.map((file) => `${roomOf(folder)}/${file}`)];
  return allowed.length === 0
    ? `src/${folder} imports nothing from outside.`
    : `src/${folder} may import only ${allowed.join(', ')}.`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(path.resolve(import.meta.dirname, '..', roomsFile), lintConfig());
}
