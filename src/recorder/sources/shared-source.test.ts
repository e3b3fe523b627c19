import { describe, expect, it, vi } from 'vitest';
import { defaultOptions } from '../../domain/options';
import type { Plan } from '../../domain/plan';
import { openShared, type SharingDevices } from './shared-source';

const tabStream = {} as MediaStream;
const pickedStream = {} as MediaStream;

function createDevices() {
  return {
    getUserMedia: vi.fn<SharingDevices['getUserMedia']>(async () => tabStream),
    getDisplayMedia: vi.fn<SharingDevices['getDisplayMedia']>(async () => pickedStream),
  };
}

const tabPlan: Plan = {
  options: { ...defaultOptions, source: 'tab', frameRate: 30 },
  name: 'Page',
  tab: { streamId: 'stream-7', reference: { id: 7, windowId: 1 } },
};

const pickerPlan: Plan = {
  options: { ...defaultOptions, source: 'picker', surface: 'window', frameRate: 60, resolution: 1080 },
  name: 'Window',
};

describe('a tab', () => {
  it('is opened by its stream id, video and audio', async () => {
    const devices = createDevices();
    expect(await openShared(tabPlan, 'webm', devices)).toBe(tabStream);
    expect(devices.getDisplayMedia).not.toHaveBeenCalled();
    const source = { chromeMediaSource: 'tab', chromeMediaSourceId: 'stream-7' };
    expect(devices.getUserMedia).toHaveBeenCalledExactlyOnceWith({
      audio: { mandatory: source },
      video: { mandatory: expect.objectContaining({ ...source, maxFrameRate: 30 }) },
    });
  });

  it('keeps its own aspect ratio inside the box, and frames of a still page coming', async () => {
    const devices = createDevices();
    const options = { ...tabPlan.options, resolution: 720 } as const;
    await openShared({ ...tabPlan, options }, 'webm', devices);
    const video = devices.getUserMedia.mock.calls[0]?.[0]?.video;
    expect(video).toMatchObject({
      mandatory: { minWidth: 16, minHeight: 16, maxWidth: 1280, maxHeight: 720, minFrameRate: 5 },
    });
  });

  it('fails with the browser’s refusal', async () => {
    const devices = createDevices();
    devices.getUserMedia.mockRejectedValue(new DOMException('Error starting tab capture', 'AbortError'));
    await expect(openShared(tabPlan, 'webm', devices)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the picker', () => {
  it('opens on the chosen kind of source, with unprocessed audio', async () => {
    const devices = createDevices();
    expect(await openShared(pickerPlan, 'webm', devices)).toBe(pickedStream);
    expect(devices.getUserMedia).not.toHaveBeenCalled();
    expect(devices.getDisplayMedia).toHaveBeenCalledExactlyOnceWith({
      video: {
        displaySurface: 'window',
        width: { max: 1920 },
        height: { max: 1080 },
        frameRate: { max: 60 },
      },
      audio: { noiseSuppression: false, autoGainControl: false },
      systemAudio: 'include',
      surfaceSwitching: 'include',
      selfBrowserSurface: 'exclude',
      monitorTypeSurfaces: 'include',
    });
  });

  it('fails with the user’s refusal', async () => {
    const devices = createDevices();
    devices.getDisplayMedia.mockRejectedValue(
      new DOMException('Permission denied by user', 'NotAllowedError'),
    );
    await expect(openShared(pickerPlan, 'webm', devices)).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});

it.each(['microphone', 'camera'] as const)('a %s is no shared source', async (source) => {
  const devices = createDevices();
  expect(
    await openShared({ options: { ...defaultOptions, source }, name: 'Device' }, 'webm', devices),
  ).toBeUndefined();
  expect(devices.getUserMedia).not.toHaveBeenCalled();
  expect(devices.getDisplayMedia).not.toHaveBeenCalled();
});
