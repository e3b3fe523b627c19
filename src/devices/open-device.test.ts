import { describe, expect, it, vi } from 'vitest';
import { FailureError, failure } from '../domain/failure';
import { defaultOptions } from '../domain/options';
import type { Devices } from './list-devices';
import { type OpenDeviceDeps, openCamera, openInsetCamera, openMicrophone } from './open-device';

const desk = { id: 'desk', name: 'Desk', isDefault: true };
const stream = {} as MediaStream;

function createDeps(permission: PermissionState = 'granted', devices: Partial<Devices> = {}) {
  return {
    getUserMedia: vi.fn<OpenDeviceDeps['getUserMedia']>(async () => stream),
    readPermission: vi.fn<OpenDeviceDeps['readPermission']>(async () => permission),
    listDevices: async () => ({ microphone: [], camera: [], ...devices }),
  };
}

const failureOf = async (opening: Promise<MediaStream>) => {
  const error: unknown = await opening.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FailureError);
  return (error as FailureError).failure;
};

describe('a microphone', () => {
  it('is opened with the processing that was chosen', async () => {
    const deps = createDeps();
    const options = { microphoneId: 'desk', echoCancellation: true, noiseSuppression: false };
    expect(await openMicrophone(options, deps)).toBe(stream);
    expect(deps.readPermission).toHaveBeenCalledExactlyOnceWith('microphone');
    expect(deps.getUserMedia).toHaveBeenCalledExactlyOnceWith({
      audio: {
        deviceId: { exact: 'desk' },
        echoCancellation: true,
        noiseSuppression: false,
        autoGainControl: false,
      },
    });
  });

  it('is the default one if none was chosen', async () => {
    const deps = createDeps();
    await openMicrophone({ microphoneId: '', echoCancellation: false, noiseSuppression: true }, deps);
    expect(deps.getUserMedia).toHaveBeenCalledExactlyOnceWith({
      audio: { echoCancellation: false, noiseSuppression: true, autoGainControl: true },
    });
  });

  it.each([
    ['NotAllowedError', 'denied', 'microphone-denied'],
    ['NotAllowedError', 'granted', 'microphone-not-asked'],
    ['NotFoundError', 'granted', 'microphone-missing'],
    ['OverconstrainedError', 'granted', 'microphone-missing'],
    ['NotReadableError', 'granted', 'microphone-busy'],
  ] as const)('that fails with %s while %s is %s', async (name, permission, code) => {
    const deps = createDeps(permission);
    deps.getUserMedia.mockRejectedValue(new DOMException('no', name));
    expect(await failureOf(openMicrophone(defaultOptions, deps))).toEqual(failure(code, `${name}: no`));
  });
});

describe('a device without an answer about its permission', () => {
  it('is not opened, and the user must be asked', async () => {
    const deps = createDeps('prompt', { microphone: [desk] });
    expect((await failureOf(openMicrophone(defaultOptions, deps))).code).toBe('microphone-not-asked');
    expect(deps.getUserMedia).not.toHaveBeenCalled();
  });

  it('is missing if there is none of its kind', async () => {
    const deps = createDeps('prompt', { microphone: [desk] });
    expect((await failureOf(openInsetCamera(defaultOptions, deps))).code).toBe('camera-missing');
    expect(deps.readPermission).toHaveBeenCalledExactlyOnceWith('camera');
    expect(deps.getUserMedia).not.toHaveBeenCalled();
  });
});

describe('a camera', () => {
  it('is opened at 1080 lines at most, unless the user chose fewer', async () => {
    const deps = createDeps();
    const options = { cameraId: 'b', frameRate: 30 };
    await openCamera({ ...options, resolution: 'native' }, 'webm', deps);
    await openCamera({ ...options, resolution: 720 }, 'webm', deps);
    const [own, limited] = deps.getUserMedia.mock.calls.map(([constraints]) => constraints.video);
    expect(own).toMatchObject({
      deviceId: { exact: 'b' },
      height: { ideal: 1080 },
      frameRate: { ideal: 30, max: 30 },
    });
    expect(limited).toMatchObject({ width: { max: 1280 }, height: { ideal: 720, max: 720 } });
  });

  it('for an inset is opened at 480 lines, whatever is recorded', async () => {
    const deps = createDeps();
    await openInsetCamera({ cameraId: '', frameRate: 60 }, deps);
    expect(deps.getUserMedia).toHaveBeenCalledExactlyOnceWith({
      video: { height: { ideal: 480 }, frameRate: { ideal: 60, max: 60 } },
    });
  });

  it('that another program uses is busy', async () => {
    const deps = createDeps();
    deps.getUserMedia.mockRejectedValue(new DOMException('in use', 'NotReadableError'));
    expect((await failureOf(openCamera(defaultOptions, 'webm', deps))).code).toBe('camera-busy');
  });
});
