import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes another extension into a folder of its own: one that may ask the browser what installing a
 * manifest would warn of.
 */
export function writeCompanion(): string {
  const folder = mkdtempSync(join(tmpdir(), 'timeslice-companion-'));
  const manifest = {
    manifest_version: 3,
    name: 'Companion',
    version: '1',
    permissions: ['management'],
    background: { service_worker: 'worker.js' },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'worker.js'), '');
  return folder;
}
