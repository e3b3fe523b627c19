import { describe, expect, it, vi } from 'vitest';
import { defaultOptions } from '../../domain/options';
import type { Plan } from '../../domain/plan';
import { openShared, type SharingDevices } from './shared-source';

const tabStream = {} as MediaStream;
const pickedStream = pickedOf('window');

/** What the user picked. */
function pickedOf(displaySurface: string): MediaStream {
  const track = { getSettings: () => ({ displaySurface }) };
  return { getVideoTracks: () => [track] } as unknown as MediaStream;
}

function createDevices() {
  return {
    getUserMedia: vi.fn<SharingDevices['getUserMedia']>(async () => tabStream),
    getDisplayMedia: vi.fn<SharingDevices['getDisplayMedia']>(async () => pickedStream),
  };
}

const tabPlan: Plan = {
  options: { ...defaultOptions, source: 'tab', frameRate: 30 },
  name: 'Page',
  tab: { streamId: 'stream-7', muted: false, defaultZoom: 1, reference: { id: 7, windowId: 1 } },
};

const pickerPlan: Plan = {
  options: { ...defaultOptions, source: 'picker', surface: 'window', frameRate: 60, resolution: 1080 },
  name: 'Window',
};

describe('a tab', () => {
  it('is opened by its stream id, video and audio', async () => {
    const devices = createDevices();
    expect(await openShared(tabPlan, 'webm', devices, 1)).toBe(tabStream);
    expect(devices.getDisplayMedia).not.toHaveBeenCalled();
    const source = { chromeMediaSource: 'tab', chromeMediaSourceId: 'stream-7' };
    expect(devices.getUserMedia).toHaveBeenCalledExactlyOnceWith({
      audio: { mandatory: source },
      video: { mandatory: expect.objectContaining({ ...source, maxFrameRate: 30 }) },
    });
  });

  it('of unknown size keeps its own aspect ratio inside the box, and frames of a still page coming', async () => {
    const devices = createDevices();
    const options = { ...tabPlan.options, resolution: 720 } as const;
    await openShared({ ...tabPlan, options }, 'webm', devices, 1);
    const video = devices.getUserMedia.mock.calls[0]?.[0]?.video;
    expect(video).toMatchObject({
      mandatory: { minWidth: 16, minHeight: 16, maxWidth: 1280, maxHeight: 720, minFrameRate: 5 },
    });
  });

  it.each([
    [{ width: 1000, height: 600 }, undefined, 1, { width: 1000, height: 600 }],
    [{ width: 1000, height: 600 }, 2, 1, { width: 2000, height: 1200 }],
    [{ width: 1000, height: 600 }, undefined, 1.25, { width: 1250, height: 750 }],
    [{ width: 1192, height: 709 }, undefined, 1, { width: 1190, height: 708 }],
    [{ width: 1000, height: 600 }, Math.fround(1.1), 1, { width: 1100, height: 660 }],
  ])(
    'of %j at the ratio %s of its own, or else %s, has one size from beginning to end',
    async (size, own, ratio, frame) => {
      const devices = createDevices();
      const tab = { ...tabPlan.tab, size, ...(own === undefined ? {} : { pixelRatio: own }) };
      await openShared({ ...tabPlan, tab } as Plan, 'webm', devices, ratio);
      expect(devices.getUserMedia.mock.calls[0]?.[0]?.video).toMatchObject({
        mandatory: {
          minWidth: frame.width,
          minHeight: frame.height,
          maxWidth: frame.width,
          maxHeight: frame.height,
          minFrameRate: 5,
        },
      });
    },
  );

  it.each([false, true])(
    'that is portrait has its own size in MP4 too, whether it is followed (%s) or not',
    async (followSize) => {
      const devices = createDevices();
      const options = { ...tabPlan.options, followSize };
      const tab = { ...tabPlan.tab, size: { width: 1440, height: 2560 } };
      await openShared({ ...tabPlan, options, tab } as Plan, 'mp4', devices, 1);
      expect(devices.getUserMedia.mock.calls[0]?.[0]?.video).toMatchObject({
        mandatory: { maxWidth: 1440, maxHeight: 2560 },
      });
    },
  );

  it('is cropped where no even size has its aspect ratio, if the browser lets us', async () => {
    const devices = createDevices();
    const applyConstraints = vi.fn(async () => {
      throw new DOMException('no', 'OverconstrainedError');
    });
    const stream = { getVideoTracks: () => [{ applyConstraints }] } as unknown as MediaStream;
    devices.getUserMedia.mockResolvedValue(stream);
    const tab = { ...tabPlan.tab, size: { width: 801, height: 401 } };
    expect(await openShared({ ...tabPlan, tab } as Plan, 'webm', devices, 1)).toBe(stream);
    expect(applyConstraints).toHaveBeenCalledExactlyOnceWith({
      width: { exact: 798 },
      height: { exact: 400 },
      frameRate: { max: 30 },
    });
  });

  it('is not larger because the browser shows our own pages larger', async () => {
    const devices = createDevices();
    const tab = { ...tabPlan.tab, size: { width: 1000, height: 600 }, pixelRatio: 2.5, defaultZoom: 1.25 };
    await openShared({ ...tabPlan, tab } as Plan, 'webm', devices, 1);
    expect(devices.getUserMedia.mock.calls[0]?.[0]?.video).toMatchObject({
      mandatory: { minWidth: 2000, maxHeight: 1200 },
    });
  });

  it.each([
    ['it', { width: 1000, height: 600 }, 'native', { width: 1000, height: 600 }],
    ['the box', { width: 1000, height: 600 }, 480, { width: 854, height: 480 }],
    ['it, if it is a square', { width: 500, height: 500 }, 'native', { width: 500, height: 500 }],
    ['what leaves no bar', { width: 781, height: 494 }, 'native', { width: 781, height: 493 }],
  ] as const)(
    'follows the size of the tab if the user wants that, up to %s',
    async (_limit, size, resolution, max) => {
      const devices = createDevices();
      const options = { ...tabPlan.options, resolution, followSize: true };
      const tab = { ...tabPlan.tab, size };
      await openShared({ ...tabPlan, options, tab } as Plan, 'webm', devices, 1);
      const video = devices.getUserMedia.mock.calls[0]?.[0]?.video;
      expect(video).toMatchObject({ mandatory: { maxWidth: max.width, maxHeight: max.height } });
      const { minWidth = 0, minHeight = 0 } = (video as unknown as { mandatory: Record<string, number> })
        .mandatory;
      // Else the browser would keep that aspect ratio, with bars.
      expect(minWidth / minHeight).not.toBe(max.width / max.height);
      expect(Math.max(minWidth, minHeight)).toBeLessThan(20);
    },
  );

  it('fails with the browser’s refusal', async () => {
    const devices = createDevices();
    devices.getUserMedia.mockRejectedValue(new DOMException('Error starting tab capture', 'AbortError'));
    await expect(openShared(tabPlan, 'webm', devices, 1)).rejects.toMatchObject({ name: 'AbortError' });
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

  it.each([
    ['browser', false, 1],
    ['browser', true, 1],
    ['window', false, 0],
    ['monitor', false, 0],
  ] as const)(
    'limits a %s to its own size, following it: %s, %s times',
    async (surface, followSize, times) => {
      const devices = createDevices();
      const picked = pickedOf(surface);
      devices.getDisplayMedia.mockResolvedValue(picked);
      const keepSize = vi.fn(async () => undefined);
      const options = { ...pickerPlan.options, followSize };
      expect(await openShared({ ...pickerPlan, options }, 'webm', devices, 1, keepSize)).toBe(picked);
      expect(keepSize).toHaveBeenCalledTimes(times);
      if (times > 0) expect(keepSize).toHaveBeenCalledWith(picked.getVideoTracks()[0], 60);
    },
  );

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
