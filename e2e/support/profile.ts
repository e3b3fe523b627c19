import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { distFolder, extensionId, extensionUrl } from './extension';

const required = ['contextMenus', 'offscreen', 'storage', 'unlimitedStorage'];
const optional = ['activeTab', 'tabCapture'];

/** The environment variable that names a profile in which an earlier run of the browser has installed the extension. */
export const installedProfile = 'TIMESLICE_INSTALLED_PROFILE';

/** The contents of a new profile. */
export interface ProfileOptions {
  /** The folder of the extension that the grants are for. */
  readonly extension: string;
  /** Whether the user has already allowed the optional permissions. */
  readonly permitted: boolean;
  /** The user's answers about the microphone and the camera; if absent, not asked yet. */
  readonly answers?: DeviceAnswers;
  /** Whether the extension's button is pinned to the toolbar; it is by default. */
  readonly pinned?: boolean;
  /** The folder to make it in; by default, the system's folder for temporary files. */
  readonly parent?: string;
  /** Whether the extension may be installed already: a copy of {@link installedProfile}, if that fits, starts faster. */
  readonly installed?: boolean;
}

/** The user's answers, as the browser stores them for the extension. */
export type DeviceAnswers = Readonly<Partial<Record<'microphone' | 'camera', 'allow' | 'block'>>>;

/** Makes a new profile, and returns its folder. */
export async function createProfile({
  extension,
  permitted,
  answers = {},
  parent = tmpdir(),
  installed = true,
  pinned = true,
}: ProfileOptions): Promise<string> {
  const folder = await mkdtemp(join(parent, 'timeslice-e2e-'));
  const known = env[installedProfile];
  const file = join(folder, 'Default', 'Preferences');
  const exceptions = {
    media_stream_mic: exception(answers.microphone),
    media_stream_camera: exception(answers.camera),
  };
  if (known !== undefined && installed && permitted && pinned && extension === distFolder) {
    await cp(known, folder, { recursive: true });
    const preferences = JSON.parse(await readFile(file, 'utf8')) as InstalledPreferences;
    Object.assign(preferences.profile.content_settings.exceptions, exceptions);
    await writeFile(file, JSON.stringify(preferences));
    return folder;
  }
  await mkdir(join(folder, 'Default'));
  const preferences = {
    extensions: {
      pinned_extensions: pinned ? [extensionId] : [],
      ...(permitted ? { settings: { [extensionId]: granted(extension) } } : {}),
    },
    profile: { content_settings: { exceptions } },
  };
  await writeFile(file, JSON.stringify(preferences));
  return folder;
}

/** What is changed of the preferences that a browser has written. */
interface InstalledPreferences {
  readonly profile: { readonly content_settings: { readonly exceptions: object } };
}

function exception(answer: 'allow' | 'block' | undefined): object {
  if (answer === undefined) return {};
  return { [`${extensionUrl('')},*`]: { setting: answer === 'allow' ? 1 : 2 } };
}

/** The record that the browser stores after "Allow", for an extension loaded from a folder (location 8). */
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
