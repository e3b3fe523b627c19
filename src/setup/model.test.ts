import { describe, expect, it } from 'vitest';
import { noFolder } from '../folder/testing/no-folder';
import { createSetup, type SetupDeps } from './model';

/** A page on which nothing was allowed yet. */
function setUp(change: Partial<SetupDeps> = {}) {
  let runOut: () => void = () => undefined;
  const device = {
    watchPermission: (listener: (permission: PermissionState) => void) => listener('prompt'),
    readPermission: async () => 'prompt' as const,
    listDevices: async () => [{ id: '', name: '', isDefault: true }],
    onDevicesChanged: () => undefined,
    open: async () => ({ close: () => undefined }),
    loadChoice: async () => '',
    saveChoice: async () => undefined,
    onFirstAllowed: () => undefined,
    later: () => () => undefined,
  };
  const setup = createSetup({
    tab: {
      isPossible: true,
      isAllowed: async () => false,
      request: async () => true,
      onChanged: () => undefined,
      rememberRefusal: async () => undefined,
    },
    microphone: device,
    camera: device,
    folder: noFolder(),
    later(_ms, task) {
      runOut = task;
      return () => undefined;
    },
    isVisible: () => true,
    onVisibilityChange: () => undefined,
    operatingSystem: async () => 'linux',
    isPinned: async () => true,
    onPinChanged: () => undefined,
    shortcuts: async () => ({}),
    openSettings: async () => undefined,
    openLibrary: async () => undefined,
    ...change,
  });
  return { setup, device, runOut: () => runOut() };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the first render of the steps', () => {
  it('waits for the state of each, which would move the others', async () => {
    let allow: (permission: PermissionState) => void = () => undefined;
    const { device } = setUp();
    const late = {
      ...device,
      watchPermission(listener: typeof allow) {
        allow = listener;
      },
    };
    const { setup } = setUp({ camera: late });
    const begun = setup.begin();
    await settled();
    expect(setup.ready.value).toBe(false);
    allow('prompt');
    await begun;
    expect(setup.ready.value).toBe(true);
    expect(setup.camera.state.value).toBe('not-asked');
  });

  it('does not wait for long', async () => {
    const { setup, runOut } = setUp({ isPinned: () => new Promise(() => undefined) });
    const begun = setup.begin();
    await settled();
    expect(setup.ready.value).toBe(false);
    runOut();
    await begun;
    expect(setup.ready.value).toBe(true);
  });
});
