import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { createDeviceRow, type DeviceRowDeps, type Preview } from './device-row';

const built = { id: 'a', name: 'Built-in', isDefault: true };
const headset = { id: 'b', name: 'Headset', isDefault: false };
const nameless = { id: '', name: '', isDefault: true };

const dismissed = new DOMException('Permission dismissed', 'NotAllowedError');
const denied = new DOMException('Permission denied', 'NotAllowedError');

/** A browser with one kind of device, which tests change while the row is in use. */
function setUp(changes: Partial<DeviceRowDeps> = {}) {
  const world = {
    permission: 'prompt' as PermissionState,
    devices: [nameless] as readonly (typeof built)[],
    /** The calls to `open` that are still pending. */
    pending: [] as { readonly id: string; resolve(): void; reject(error: DOMException): void }[],
    open: 0,
    sample: (_peak: number): void => undefined,
    late: new Set<() => void>(),
  };
  const visible = signal(true);
  let permissionChanged: (permission: PermissionState) => void = () => undefined;
  let devicesChanged: () => void = () => undefined;
  const deps = {
    watchPermission: (listener) => {
      permissionChanged = listener;
      listener(world.permission);
    },
    readPermission: async () => world.permission,
    listDevices: async () => world.devices,
    onDevicesChanged: (listener) => {
      devicesChanged = listener;
    },
    open: (id, onLevel) =>
      new Promise<Preview>((resolve, reject) => {
        world.sample = onLevel;
        const opened: Preview = {
          close: () => {
            world.open -= 1;
          },
        };
        world.pending.push({
          id,
          resolve() {
            world.open += 1;
            resolve(opened);
          },
          reject,
        });
      }),
    loadChoice: async () => '',
    saveChoice: vi.fn(async () => undefined),
    onFirstAllowed: vi.fn(),
    later: (_ms, task) => {
      world.late.add(task);
      return () => void world.late.delete(task);
    },
    visible,
    ...changes,
  } satisfies DeviceRowDeps;
  const row = createDeviceRow('microphone', deps);
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    row,
    world,
    deps,
    visible,
    settle,
    async begin() {
      await row.begin();
      await settle();
    },
    async change(permission: PermissionState, devices = world.devices) {
      world.permission = permission;
      world.devices = devices;
      permissionChanged(permission);
      await settle();
    },
    async plug(...devices: readonly (typeof built)[]) {
      world.devices = devices;
      devicesChanged();
      await settle();
    },
    /** Settles the latest call to `open`. */
    async answer(error?: DOMException) {
      const last = world.pending.pop();
      if (error === undefined) last?.resolve();
      else last?.reject(error);
      await settle();
    },
  };
}

describe('the chosen device', () => {
  it('is read again when the user returns, because the popup may have changed it', async () => {
    let choice = 'a';
    const { row, visible, begin, settle } = setUp({ loadChoice: async () => choice });
    await begin();
    expect(row.chosenId.value).toBe('a');
    visible.value = false;
    choice = 'b';
    await settle();
    expect(row.chosenId.value).toBe('a');
    visible.value = true;
    await settle();
    expect(row.chosenId.value).toBe('b');
  });
});

describe('a device that nobody has asked for', () => {
  it('is opened only on request, and asked for once', async () => {
    const { row, world, deps, begin, answer, change } = setUp();
    await begin();
    expect(row.state.value).toBe('not-asked');
    expect(world.pending).toEqual([]);

    row.ask();
    row.ask();
    expect(row.asking.value).toBe(true);
    expect(world.pending).toHaveLength(1);
    await change('granted', [built, headset]);
    expect(world.pending, 'the answer opens no second stream').toHaveLength(1);
    await answer();
    expect(row.state.value).toBe('allowed');
    expect(row.asking.value).toBe(false);
    expect(row.devices.value).toEqual([built, headset]);
    expect(world.open).toBe(1);
    expect(deps.onFirstAllowed).toHaveBeenCalledOnce();
    await change('prompt');
    await change('granted');
    await answer();
    expect(deps.onFirstAllowed, 'only after a question of ours').toHaveBeenCalledOnce();
  });

  it('stays so if the question is dismissed, and can be asked for again', async () => {
    const { row, world, begin, answer } = setUp();
    await begin();
    row.ask();
    await answer(dismissed);
    expect(row.state.value).toBe('not-asked');
    expect(row.unanswered.value).toBe('dismissed');
    row.ask();
    expect(row.unanswered.value).toBeUndefined();
    expect(world.pending).toHaveLength(1);
  });

  it('is blocked by the browser if that happens too often', async () => {
    const { row, world, begin, answer, change } = setUp();
    await begin();
    row.ask();
    world.permission = 'denied';
    await answer(dismissed);
    await change('denied');
    expect(row.state.value).toBe('blocked-by-you');
    expect(row.unanswered.value).toBe('too-often');
    await change('prompt');
    expect(row.state.value).toBe('not-asked');
    expect(row.unanswered.value).toBeUndefined();
  });

  it('is blocked once the user declines', async () => {
    const { row, begin, answer, change } = setUp();
    await begin();
    row.ask();
    await change('denied');
    await answer(denied);
    expect(row.state.value).toBe('blocked-by-you');
    expect(row.unanswered.value).toBeUndefined();
  });

  it('is not asked for again when the user returns to the page', async () => {
    const { row, world, visible, begin, settle } = setUp();
    await begin();
    row.ask();
    visible.value = false;
    visible.value = true;
    await settle();
    expect(row.asking.value).toBe(false);
    expect(world.pending).toHaveLength(1);
    world.pending[0]?.resolve();
    await settle();
    expect(world.open, 'nobody looks at it').toBe(0);
  });
});

describe('a device that is allowed', () => {
  const allowed = async (changes: Partial<DeviceRowDeps> = {}) => {
    const setup = setUp(changes);
    setup.world.permission = 'granted';
    setup.world.devices = [built, headset];
    await setup.begin();
    return setup;
  };

  it('is open only while the page is visible', async () => {
    const { row, world, visible, answer } = await allowed();
    await answer();
    expect(world.open).toBe(1);
    visible.value = false;
    expect(world.open).toBe(0);
    expect(row.level.value).toBeUndefined();
    visible.value = true;
    await answer();
    expect(world.open).toBe(1);
  });

  it('is closed when the permission is revoked', async () => {
    const { row, world, answer, change } = await allowed();
    await answer();
    await change('denied', [nameless]);
    expect(world.open).toBe(0);
    expect(row.state.value).toBe('blocked-by-you');
  });

  it('is the one that the user chose, and stored', async () => {
    const { row, world, deps, answer } = await allowed();
    expect(world.pending.at(-1)?.id).toBe('');
    await answer();
    await row.choose('b');
    expect(deps.saveChoice).toHaveBeenCalledWith('b');
    expect(world.pending.at(-1)?.id).toBe('b');
    await answer();
    expect(world.open, 'the other one is closed').toBe(1);
  });

  it('is the default until the chosen one is connected', async () => {
    const { row, world, answer, plug } = await allowed({ loadChoice: async () => 'c' });
    expect(row.isConnected.value).toBe(false);
    expect(world.pending.at(-1)?.id).toBe('');
    await answer();
    await plug(built, { id: 'c', name: 'Desk', isDefault: false });
    expect(row.isConnected.value).toBe(true);
    expect(world.pending.at(-1)?.id).toBe('c');
  });

  it('follows the default, and stays open when another device is connected', async () => {
    const { world, answer, plug } = await allowed();
    await answer();
    await plug(built);
    expect(world.pending).toEqual([]);
    await plug({ ...headset, isDefault: true });
    expect(world.pending).toHaveLength(1);
    expect(world.open).toBe(0);
  });

  it('is gone when it is unplugged, and comes back when it is reconnected', async () => {
    const { row, world, answer, plug } = await allowed();
    await answer();
    await plug();
    expect(row.state.value).toBe('no-device');
    expect(world.open).toBe(0);
    await plug(built);
    await answer();
    expect(row.state.value).toBe('allowed');
  });

  it('is in use elsewhere: says so, and tries again on request', async () => {
    const { row, world, answer } = await allowed();
    await answer(new DOMException('Could not start audio source', 'NotReadableError'));
    expect(row.state.value).toBe('allowed');
    expect(row.failure.value?.code).toBe('microphone-busy');
    row.ask();
    expect(row.failure.value).toBeUndefined();
    expect(world.pending).toHaveLength(1);
  });

  it('is blocked by the system until a try succeeds', async () => {
    const { row, answer } = await allowed();
    await answer(new DOMException('Permission denied by system', 'NotAllowedError'));
    expect(row.state.value).toBe('blocked-by-system');
    row.ask();
    await answer();
    expect(row.state.value).toBe('allowed');
  });

  it('is silent after 5 s without a sound, and no longer once one is heard', async () => {
    const { row, world, answer } = await allowed();
    await answer();
    world.sample(0);
    expect(row.level.value).toBe(0);
    for (const task of world.late) task();
    expect(row.silent.value).toBe(true);
    world.sample(0.4);
    expect(row.silent.value).toBe(false);
    expect(row.level.value).toBe(0.4);
    expect(world.late.size, 'one silence is waited for').toBe(1);
  });
});
