import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Devices } from '../../devices/list-devices';
import type { Device } from '../../domain/failure';
import { type CaptureOptions, defaultOptions } from '../../domain/options';
import { createInputDevices } from './input-devices';

const builtIn = { id: 'a', name: 'Built-in', isDefault: true };
const headset = { id: 'b', name: 'Headset', isDefault: false };
const one: Devices = { microphone: [builtIn], camera: [{ id: 'c', name: 'Webcam', isDefault: true }] };

async function setUp(change: { devices?: Devices; permission?: PermissionState; error?: Error } = {}) {
  const world = { devices: one, permission: 'granted' as PermissionState, error: undefined, ...change };
  const chosen = signal<CaptureOptions>(defaultOptions);
  const wantsLevel = signal(true);
  const wantsPicture = signal(false);
  const visible = signal(true);
  const late = new Set<() => void>();
  const opened: string[] = [];
  const cameras = new Set<MediaStream>();
  const open = new Map<string, (peak: number) => void>();
  const permissions = new Map<Device, (permission: PermissionState) => void>();
  let plug: () => void = () => undefined;
  const inputs = createInputDevices(
    {
      listDevices: async () => world.devices,
      onDevicesChanged(listener) {
        plug = listener;
      },
      watchDevicePermission(device, listener) {
        permissions.set(device, listener);
        listener(world.permission);
      },
      async openMicrophoneLevel(deviceId, onLevel) {
        opened.push(deviceId);
        if (world.error !== undefined) throw world.error;
        open.set(deviceId, onLevel);
        return () => void open.delete(deviceId);
      },
      async openCamera(deviceId) {
        if (world.error !== undefined) throw world.error;
        const picture = { id: deviceId } as MediaStream;
        cameras.add(picture);
        return { picture, close: () => void cameras.delete(picture) };
      },
      later(_ms, task) {
        late.add(task);
        return () => void late.delete(task);
      },
      visible,
    },
    chosen,
    { microphone: wantsLevel, camera: wantsPicture },
  );
  await inputs.open();
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  await settle();
  return {
    inputs,
    world,
    chosen,
    wantsLevel,
    wantsPicture,
    cameras,
    visible,
    late,
    opened,
    open,
    permissions,
    settle,
    plug: () => plug(),
  };
}

describe('the input devices', () => {
  it('report the level of the default microphone, and of the chosen one', async () => {
    const { inputs, chosen, open, settle } = await setUp({
      devices: { ...one, microphone: [builtIn, headset] },
    });
    expect([...open.keys()]).toEqual(['a']);
    open.get('a')?.(0.25);
    expect(inputs.level.value).toBe(0.25);
    chosen.value = { ...defaultOptions, microphoneId: 'b' };
    expect(inputs.level.value).toBeUndefined();
    await settle();
    expect([...open.keys()]).toEqual(['b']);
  });

  it('warn of a microphone that stays silent, until it has a signal or is released', async () => {
    const { inputs, open, late, wantsLevel, settle } = await setUp();
    const silence = () => {
      for (const task of late) task();
    };
    open.get('a')?.(0.0005);
    silence();
    expect(inputs.silent.value).toBe(true);
    open.get('a')?.(0.3);
    expect(inputs.silent.value).toBe(false);
    silence();
    expect(inputs.silent.value).toBe(true);
    wantsLevel.value = false;
    await settle();
    expect(inputs.silent.value).toBe(false);
    expect(late.size).toBe(0);
  });

  it('release the microphone while the popup is hidden, and reopen it afterwards', async () => {
    const { inputs, open, late, visible, settle } = await setUp();
    open.get('a')?.(0.25);
    visible.value = false;
    await settle();
    expect(open.size).toBe(0);
    expect(late.size).toBe(0);
    expect(inputs.level.value).toBeUndefined();
    visible.value = true;
    await settle();
    expect([...open.keys()]).toEqual(['a']);
  });

  it('show the chosen camera, while it is wanted and the popup is visible', async () => {
    const camera = [
      { id: 'c', name: 'Webcam', isDefault: true },
      { id: 'd', name: 'Other', isDefault: false },
    ];
    const { inputs, chosen, wantsPicture, cameras, visible, settle } = await setUp({
      devices: { ...one, camera },
    });
    expect(cameras.size).toBe(0);
    wantsPicture.value = true;
    expect(inputs.hasPicture.value, 'its place is kept from the start').toBe(true);
    await settle();
    expect(inputs.picture.value).toEqual({ id: 'c' });
    chosen.value = { ...defaultOptions, cameraId: 'd' };
    expect(inputs.picture.value).toBeUndefined();
    await settle();
    expect([...cameras]).toEqual([{ id: 'd' }]);
    expect(inputs.picture.value).toEqual({ id: 'd' });
    visible.value = false;
    await settle();
    expect(cameras.size).toBe(0);
    visible.value = true;
    await settle();
    expect(cameras.size).toBe(1);
    wantsPicture.value = false;
    // Closed too soon to have been opened.
    wantsPicture.value = true;
    wantsPicture.value = false;
    await settle();
    expect(cameras.size).toBe(0);
    expect(inputs.picture.value).toBeUndefined();
    expect(inputs.hasPicture.value).toBe(false);
  });

  it('open no camera before it is allowed, and none that is missing', async () => {
    const { cameras, wantsPicture, settle, permissions, chosen } = await setUp({ permission: 'prompt' });
    wantsPicture.value = true;
    await settle();
    expect(cameras.size).toBe(0);
    chosen.value = { ...defaultOptions, cameraId: 'gone' };
    permissions.get('camera')?.('granted');
    await settle();
    expect(cameras.size).toBe(0);
    chosen.value = defaultOptions;
    await settle();
    expect(cameras.size).toBe(1);
  });

  it('show nothing of a camera that can’t be opened, and try again with other devices', async () => {
    const error = new DOMException('Device in use', 'NotReadableError');
    const { inputs, world, wantsPicture, cameras, opened, plug, settle } = await setUp();
    Object.assign(world, { error });
    wantsPicture.value = true;
    await settle();
    expect(inputs.picture.value).toBeUndefined();
    expect(inputs.hasPicture.value).toBe(false);
    expect(inputs.obstacles.camera.value, 'and why').toBe('camera-busy');
    Object.assign(world, { error: undefined });
    plug();
    await settle();
    expect(inputs.obstacles.camera.value).toBeUndefined();
    expect(inputs.picture.value).toEqual({ id: 'c' });
    const [picture] = cameras;
    plug();
    await settle();
    expect(inputs.picture.value, 'an open one stays').toBe(picture);
    expect(opened, 'and so does the microphone').toEqual(['a']);
    wantsPicture.value = false;
    await settle();
    expect(inputs.hasPicture.value).toBe(false);
  });

  it('follow the default', async () => {
    const { world, open, plug, settle } = await setUp();
    world.devices = {
      ...one,
      microphone: [
        { ...builtIn, isDefault: false },
        { ...headset, isDefault: true },
      ],
    };
    plug();
    await settle();
    expect([...open.keys()]).toEqual(['b']);
  });

  it('reopen nothing for a change that does not concern the microphone', async () => {
    const { chosen, opened, settle } = await setUp();
    chosen.value = { ...defaultOptions, frameRate: 60, cameraId: 'c' };
    await settle();
    expect(opened).toEqual(['a']);
  });

  it('close the microphone when nobody wants its level', async () => {
    const { inputs, wantsLevel, open, settle } = await setUp();
    wantsLevel.value = false;
    await settle();
    expect(open.size).toBe(0);
    expect(inputs.level.value).toBeUndefined();
  });

  it.each(['prompt', 'denied'] as const)(
    'never open a microphone whose permission is %s',
    async (permission) => {
      const { inputs, opened } = await setUp({ permission });
      expect(opened).toEqual([]);
      expect(inputs.obstacles.microphone.value).toMatch(/^microphone-/);
      expect(inputs.obstacles.camera.value).toMatch(/^camera-/);
    },
  );

  it('follow a permission that changes', async () => {
    const { inputs, opened, permissions, settle } = await setUp({ permission: 'prompt' });
    permissions.get('microphone')?.('granted');
    await settle();
    expect(inputs.obstacles.microphone.value).toBeUndefined();
    expect(opened).toEqual(['a']);
    permissions.get('microphone')?.('denied');
    expect(inputs.obstacles.microphone.value).toBe('microphone-denied');
  });

  it('say why a microphone could not be opened, and try again with other devices', async () => {
    const error = new DOMException('Device in use', 'NotReadableError');
    const { inputs, world, opened, plug, settle } = await setUp({ error });
    expect(inputs.obstacles.microphone.value).toBe('microphone-busy');
    Object.assign(world, { error: undefined });
    plug();
    await settle();
    expect(opened).toEqual(['a', 'a']);
    expect(inputs.obstacles.microphone.value).toBeUndefined();
  });

  it('say that the chosen one is not connected, until it is', async () => {
    const { inputs, world, chosen, plug, settle } = await setUp();
    chosen.value = { ...defaultOptions, microphoneId: 'b' };
    expect(inputs.obstacles.microphone.value).toBe('not-connected');
    world.devices = { ...one, microphone: [builtIn, headset] };
    plug();
    await settle();
    expect(inputs.obstacles.microphone.value).toBeUndefined();
  });
});
