import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionId } from './extension';

const required = ['contextMenus', 'offscreen', 'storage', 'unlimitedStorage'];
const optional = ['activeTab', 'tabCapture'];

/** What is written into a new profile before the browser starts. */
export interface ProfileOptions {
  /** The folder of the extension that the grants are for. */
  readonly extension: string;
  /** Whether the person has already allowed the optional permissions. */
  readonly permitted: boolean;
}

/** Makes a new profile in a folder of its own, and returns the folder. */
export async function createProfile({ extension, permitted }: ProfileOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'timeslice-e2e-'));
  await mkdir(join(folder, 'Default'));
  const preferences = {
    extensions: {
      // Its button stands in the toolbar itself.
      pinned_extensions: [extensionId],
      ...(permitted ? { settings: { [extensionId]: granted(extension) } } : {}),
    },
  };
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  return folder;
}

/** The record that the browser keeps after "Allow", for an extension loaded from a folder (location 8). */
function granted(extension: string): object {
  const permissions = {
    api: [...required, ...optional],
    explicit_host: [],
    manifest_permissions: [],
    scriptable_host: [],
  };
  return {
    active_permissions: permissions,
    granted_permissions: permissions,
    runtime_granted_permissions: permissions,
    location: 8,
    path: extension,
  };
}
