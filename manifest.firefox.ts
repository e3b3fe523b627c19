import manifest from './manifest.json' with { type: 'json' };

const { key: _key, minimum_chrome_version: _version, optional_permissions: _optional, ...common } = manifest;
const { commands } = manifest;

/** The keys of Chromium's manifest belong to Firefox itself. These fire, on every system. */
const keys = { toggle: 'L', pause: 'F', save: '2', mute: '3' } as const;

function withKey<Command extends object>(command: Command, key: string): Command {
  return { ...command, suggested_key: { default: `Ctrl+Shift+${key}`, mac: `MacCtrl+Shift+${key}` } };
}

/** The manifest for Firefox: without what only Chromium has, and with its own parts. */
export const firefoxManifest = {
  ...common,
  permissions: common.permissions.filter((name) => name !== 'offscreen'),
  background: { scripts: [manifest.background.service_worker], type: 'module' },
  action: { ...common.action, default_area: 'navbar' },
  commands: {
    ...commands,
    'toggle-recording': withKey(commands['toggle-recording'], keys.toggle),
    'pause-resume': withKey(commands['pause-resume'], keys.pause),
    'save-now': withKey(commands['save-now'], keys.save),
    'mute-microphone': withKey(commands['mute-microphone'], keys.mute),
  },
  browser_specific_settings: {
    gecko: {
      id: 'timeslice@timeslice.invalid',
      strict_min_version: '140.0',
      data_collection_permissions: { required: ['none'] },
    },
  },
};
