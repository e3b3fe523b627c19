/**
 * The rooms of `src/`, the wings of the larger ones, and what each may import: the map in docs/architecture.md.
 * `npm run rooms` turns this into lint rules, and `scripts/lint-rules.test.ts` proves that they hold.
 */
export interface Room {
  /** Other rooms and wings. A room may also import its own wings; a wing lists what it needs from its own room. */
  readonly imports: readonly string[];
  /** Files of the room itself that a wing may import, without their extension. */
  readonly files?: readonly string[];
}

const foundations = ['domain', 'container', 'messaging', 'extension', 'devices', 'storage'] as const;

/** Every room and wing, by its folder in `src/`. */
export const rooms: Readonly<Record<string, Room>> = {
  domain: { imports: [] },
  container: { imports: ['domain'] },
  'container/webm': {
    imports: ['domain'],
    files: [
      'byte-queue',
      'clip-piece',
      'color-label',
      'concat',
      'container-error',
      'file-fault',
      'piece-source',
      'salvage',
    ],
  },
  'container/mp4': {
    imports: ['domain'],
    files: [
      'bit-reader',
      'byte-queue',
      'clip-piece',
      'color-label',
      'concat',
      'container-error',
      'file-fault',
      'piece-source',
      'salvage',
    ],
  },
  messaging: { imports: ['domain'] },
  extension: { imports: ['domain'] },
  devices: { imports: ['domain'] },
  storage: { imports: ['domain', 'container'] },
  codecs: { imports: ['domain', 'container'] },
  files: { imports: ['domain', 'container', 'messaging', 'codecs', 'storage'] },
  ui: { imports: ['domain', 'extension', 'devices'] },
  folder: { imports: ['domain', 'messaging', 'extension', 'storage', 'files', 'ui'] },
  recorder: { imports: [...foundations, 'files'] },
  'recorder/sources': { imports: ['domain', 'devices'] },
  'recorder/picture': {
    imports: ['domain', 'messaging', 'devices', 'files', 'recorder/sources'],
    files: ['part'],
  },
  'recorder/sound': {
    imports: ['domain', 'messaging', 'devices', 'recorder/sources'],
    files: ['part'],
  },
  'recorder/slices': { imports: ['domain', 'container', 'messaging', 'storage'] },
  'recorder/watches': { imports: ['domain', 'storage'] },
  'recorder-window': { imports: [...foundations, 'ui', 'recorder'] },
  background: { imports: foundations },
  popup: { imports: [...foundations, 'ui', 'folder'] },
  'popup/model': { imports: [...foundations, 'ui', 'folder'] },
  'popup/parts': { imports: ['domain', 'extension', 'ui', 'popup/model'] },
  'popup/before': {
    imports: ['domain', 'devices', 'extension', 'ui', 'folder', 'popup/model', 'popup/parts'],
  },
  'popup/during': {
    imports: ['domain', 'devices', 'extension', 'messaging', 'ui', 'popup/model', 'popup/parts'],
  },
  'popup/after': { imports: ['domain', 'extension', 'ui', 'folder', 'popup/model'] },
  export: { imports: ['domain', 'messaging', 'extension', 'storage', 'files', 'ui'] },
  library: { imports: [...foundations, 'files', 'ui', 'folder', 'player', 'export'] },
  player: { imports: ['domain', 'extension', 'ui'] },
  setup: { imports: [...foundations, 'ui', 'folder'] },
};

/** The only rooms, wings included, that may import a package. Any room may import the other production packages. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  'webextension-polyfill': ['extension'],
  idb: ['storage'],
  comlink: ['messaging'],
  lucide: ['ui'],
  mediabunny: ['files', 'export'],
  '@mediabunny/aac-encoder': ['export'],
  '@mediabunny/mp3-encoder': ['export'],
  gifenc: ['export'],
  'client-zip': ['export', 'files'],
  tinykeys: ['player'],
  '@tanstack/virtual-core': ['library'],
  valibot: ['domain', 'messaging', 'extension', 'storage'],
  preact: ['recorder-window', 'popup', 'library', 'player', 'export', 'folder', 'setup', 'ui'],
  'preact/hooks': ['recorder-window', 'popup', 'library', 'player', 'export', 'folder', 'setup', 'ui'],
  '@preact/signals': ['recorder-window', 'popup', 'library', 'player', 'export', 'folder', 'setup', 'ui'],
};

/** The room of a folder: the folder itself, or the room whose wing it is. */
export function roomOf(folder: string): string {
  return folder.split('/')[0] ?? folder;
}

/** Whether modules of one folder may import those of another. */
export function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  // Permission to import a room includes its wings.
  if (roomOf(from) === roomOf(to))
    return from === roomOf(from) || (rooms[from]?.imports.includes(to) ?? false);
  return rooms[from]?.imports.some((room) => room === to || room === roomOf(to)) ?? false;
}
