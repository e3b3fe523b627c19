// `npm run rooms`: generates biome.rooms.json, the import rules for the rooms of src/, from scripts/rooms.ts.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { mayImport, packages, roomOf, rooms } from './rooms';

/** The file that `biome.json` extends. */
export const roomsFile = 'biome.rooms.json';

/** The content of that file. */
export function lintConfig(): string {
  const overrides = Object.keys(rooms).map((folder) => ({
    // Tests and their helpers may import from the whole room, so the rules of that room apply to them.
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
  // Forbidding a room forbids its wings.
  const foreign = others.filter((other) => roomOf(other) !== own && other === roomOf(other));
  const wings = others.filter((other) => roomOf(other) === own && other !== own);
  const forbidden = [
    ...foreign.map((room) => `**/${room}/**`),
    ...wings.map((wing) => `**/${wing.slice(own.length + 1)}/**`),
  ];
  // From the folder itself, and from one in it.
  const ways = ['../', '../../'];
  const files = (rooms[folder]?.files ?? []).flatMap((file) => ways.map((way) => `!${way}${file}`));
  return [
    ...(forbidden.length === 0 ? [] : [{ group: forbidden, message: messageFor(folder) }]),
    ...(folder === own
      ? []
      : [{ group: [...ways.map((way) => `${way}*`), ...files], message: messageFor(folder) }]),
    { group: ['**/e2e/**', '**/scripts/**'], message: 'Production code must not import tests or scripts.' },
    {
      group: Object.entries(packages)
        .filter(([name, allowed]) => !allowed.includes(own) && !name.includes('/hooks'))
        .flatMap(([name]) => [name, `${name}/**`]),
      message: `src/${folder} must not import this package.`,
    },
  ];
}

function messageFor(folder: string): string {
  const { imports, files = [] } = rooms[folder] ?? { imports: [] };
  const allowed = [...imports, ...files.map((file) => `${roomOf(folder)}/${file}`)];
  return allowed.length === 0
    ? `src/${folder} must not import other rooms.`
    : `src/${folder} may import only ${allowed.join(', ')}.`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(path.resolve(import.meta.dirname, '..', roomsFile), lintConfig());
}
