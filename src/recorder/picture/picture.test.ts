import { describe, expect, it, vi } from 'vitest';
import type { ColorMatrix } from '../../domain/color';
import { type CaptureOptions, defaultOptions } from '../../domain/options';
import type { PicturePart } from '../part';
import { openPicture } from './picture';

const own = { kind: 'video' } as MediaStreamTrack;
const composite = {
  track: { kind: 'composite' } as unknown as MediaStreamTrack,
  progress: () => ({ inset: { shown: false, state: 'live' as const } }),
  adjust: vi.fn(),
  convertTo: async () => true,
} as unknown as PicturePart;

interface Known {
  readonly width?: number;
  readonly height?: number;
  readonly lastMatrix?: ColorMatrix;
}

/** Opens the picture of what was shared, which is of that kind. */
function open(
  displaySurface: string | undefined,
  options: Partial<CaptureOptions>,
  hasInset = false,
  { width = 1280, height, lastMatrix }: Known = {},
) {
  const track = Object.assign(Object.create(own), {
    getSettings: () => ({ displaySurface, width, height }),
    addEventListener: () => undefined,
    readyState: 'live',
  }) as MediaStreamTrack;
  const shared = { getVideoTracks: () => [track] } as unknown as MediaStream;
  const openInset = vi.fn(() => composite);
  const events = { changed: () => undefined, failed: () => undefined };
  const chosen = { ...defaultOptions, ...options };
  const part = openPicture({ shared, camera: undefined, hasInset, lastMatrix }, chosen, events, openInset);
  return { part, track, openInset };
}

describe('the video of what is shared', () => {
  it.each<[string, string | undefined, Partial<CaptureOptions>]>([
    ['a tab, captured in one size', undefined, { source: 'tab' }],
    ['a screen, which has one', 'monitor', { source: 'picker' }],
    ['a window whose size it follows', 'window', { source: 'picker', followSize: true }],
    ['a picked tab whose size it follows', 'browser', { source: 'picker', followSize: true }],
  ])('is the own track of %s', (_what, surface, options) => {
    const { part, track, openInset } = open(surface, options);
    expect(part.track).toBe(track);
    expect(openInset).not.toHaveBeenCalled();
  });

  it.each([
    ['window', 'window'],
    ['browser', 'tab'],
  ] as const)('keeps the size of a picked %s, and offers no camera for it', (surface, sizedBy) => {
    const { part, openInset } = open(surface, { source: 'picker' });
    expect(part.track).toBe(composite.track);
    expect(openInset.mock.calls[0]?.at(4)).toBe(sizedBy);
    expect(part.progress()).toEqual({});
  });

  it.each<[string, Partial<CaptureOptions>, Known, boolean]>([
    ['low, in VP8', { format: 'webm-vp8' }, { height: 718 }, true],
    ['low, in VP8, known to be BT.601', { format: 'webm-vp8' }, { height: 718, lastMatrix: 'bt601' }, false],
    ['high, in VP8, of unknown matrix', { format: 'webm-vp8' }, { height: 720 }, true],
    ['high, in VP8, known to be BT.709', { format: 'webm-vp8' }, { height: 720, lastMatrix: 'bt709' }, false],
    ['high, in VP8, known to be BT.601', { format: 'webm-vp8' }, { height: 720, lastMatrix: 'bt601' }, true],
    [
      'very large, in VP8, known to be BT.601',
      { format: 'webm-vp8' },
      { width: 1921, height: 1200, lastMatrix: 'bt601' },
      false,
    ],
    ['of unknown size, in VP8', { format: 'webm-vp8' }, {}, false],
    ['low, in VP9', { format: 'webm-vp9' }, { height: 718 }, false],
    ['low, in whatever the computer can', { format: 'automatic' }, { height: 718 }, false],
  ])('is converted only if it must be: a tab that is %s', (_what, options, known, isConverted) => {
    const { part, track, openInset } = open(undefined, { source: 'tab', ...options }, false, known);
    expect(part.track).toBe(isConverted ? composite.track : track);
    if (isConverted) expect(openInset.mock.calls[0]?.at(4), 'its size is its own').toBeUndefined();
  });

  it.each<[string, string, Partial<CaptureOptions>, boolean]>([
    ['a screen', 'monitor', { format: 'webm-vp8' }, true],
    ['a screen', 'monitor', { format: 'automatic' }, false],
    ['a followed window', 'window', { format: 'webm-vp8', followSize: true }, true],
    ['a followed window', 'window', { format: 'webm-vp9', followSize: true }, false],
    ['a followed tab', 'browser', { format: 'webm-vp8', followSize: true }, true],
  ])('passes the worker for its colors, if it is to be VP8: %s', (_what, surface, options, isWorked) => {
    const { part, track, openInset } = open(surface, { source: 'picker', ...options });
    expect(part.track).toBe(isWorked ? composite.track : track);
    if (isWorked) expect(openInset.mock.calls[0]?.at(4), 'its size is its own').toBeUndefined();
  });

  it('is converted up to a size, unless its frames are ours anyway', async () => {
    const [most, larger] = [
      { width: 1920, height: 1200 },
      { width: 1921, height: 1200 },
    ];
    const screen = open('monitor', { source: 'picker', format: 'webm-vp8' }).part;
    expect(await screen.convertTo('bt709', most)).toBe(true);
    expect(await screen.convertTo('bt709', larger)).toBe(false);
    const window = open('window', { source: 'picker', format: 'webm-vp8' }).part;
    expect(await window.convertTo('bt709', larger)).toBe(true);
  });

  it('has a camera in its corner if it may be shown', () => {
    const tab = open(undefined, { source: 'tab' }, true);
    expect(tab.part).toBe(composite);
    expect(tab.openInset.mock.calls[0]?.at(4)).toBeUndefined();
    expect(open('browser', { source: 'picker' }, true).openInset.mock.calls[0]?.at(4)).toBe('tab');
  });
});

describe('the video of a camera', () => {
  it('says that the camera is gone, beside audio that goes on', () => {
    const track = Object.assign(new EventTarget(), { readyState: 'live' });
    const camera = { getVideoTracks: () => [track] } as unknown as MediaStream;
    const changed = vi.fn();
    const options: CaptureOptions = { ...defaultOptions, source: 'camera' };
    const events = { changed, failed: () => undefined };
    const part = openPicture({ shared: undefined, camera, hasInset: false }, options, events);
    expect(part.progress()).toEqual({});
    track.readyState = 'ended';
    track.dispatchEvent(new Event('ended'));
    expect(changed).toHaveBeenCalledOnce();
    expect(part.progress()).toEqual({ pictureGone: true });
  });
});
