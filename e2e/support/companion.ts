import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distFolder } from './extension';

/** Writes another extension into a new folder: one that can ask the browser which warnings a manifest would show. */
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

/**
 * Copies the built extension into a new folder and adds a content script, which the real one does not have: it sends a
 * page's messages as a page of ours would, and posts the answer to the page.
 */
export function writeWithContentScript(): string {
  const folder = mkdtempSync(join(tmpdir(), 'timeslice-content-script-'));
  cpSync(distFolder, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  const scripts = [{ matches: ['http://127.0.0.1/*'], js: ['content-script.js'], run_at: 'document_start' }];
  writeFileSync(file, JSON.stringify({ ...manifest, content_scripts: scripts }));
  const script = `addEventListener('message', async ({ data: { message } }) => {
    if (message === undefined) return;
    const answer = await chrome.runtime.sendMessage(message).catch(String);
    postMessage({ answer: answer === undefined || answer === null ? 'nothing' : JSON.stringify(answer) });
  });`;
  writeFileSync(join(folder, 'content-script.js'), script);
  return folder;
}
