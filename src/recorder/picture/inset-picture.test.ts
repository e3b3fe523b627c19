import { describe, expect, it, vi } from 'vitest';
import { FailureError } from '../../domain/failure';
import { defaultOptions } from '../../domain/options';
import { openInsetPicture } from './inset-picture';

class FakeTrack extends EventTarget {
  readyState: MediaStreamTrackState = 'live';
  readonly stop = vi.fn();
}

function createCamera() {
  const track = new FakeTrack();
  const tracks = [track as unknown as MediaStreamTrack];
  const stream = { getTracks: () => tracks, getVideoTracks: () => tracks };
  return { track, stream: stream as unknown as MediaStream };
}

/** A screen in whose corner the camera is not shown yet. */
function setUp() {
  const opened: { cameraId: string; give: (stream: MediaStream) => void; refuse: (error: Error) => void }[] =
    [];
  const inset = {
    show: vi.fn(),
    change: vi.fn(),
    ease: vi.fn(),
    setMatrix: vi.fn(),
    convertTo: vi.fn(async () => undefined),
    close: vi.fn(),
  };
  let plug: () => void = () => undefined;
  const changed = vi.fn();
  const failed = vi.fn();
  const screen = new FakeTrack();
  const composite = new FakeTrack();
  const part = openInsetPicture(
    screen as unknown as MediaStreamTrack,
    undefined,
    defaultOptions,
    { changed, failed },
    undefined,
    {
      createInset: () => ({ track: composite as unknown as MediaStreamTrack, ...inset }),
      open: ({ cameraId }) =>
        new Promise((give, refuse) => {
          opened.push({ cameraId, give, refuse });
        }),
      onDevicesChanged(listener) {
        plug = listener;
        return () => undefined;
      },
    },
  );
  return { part, opened, inset, changed, failed, screen, composite, plug: () => plug() };
}

describe('the camera in the corner', () => {
  it('is opened again if it was lost while the screen was picked', async () => {
    vi.useFakeTimers();
    const [lost, again] = [createCamera(), createCamera()];
    lost.track.readyState = 'ended';
    const track = new FakeTrack() as unknown as MediaStreamTrack;
    const inset = {
      track,
      show: vi.fn(),
      change: vi.fn(),
      ease: vi.fn(),
      setMatrix: vi.fn(),
      convertTo: vi.fn(),
      close: vi.fn(),
    };
    const part = openInsetPicture(
      new FakeTrack() as unknown as MediaStreamTrack,
      lost.stream,
      defaultOptions,
      { changed: vi.fn(), failed: vi.fn() },
      undefined,
      { createInset: () => inset, open: async () => again.stream, onDevicesChanged: () => () => undefined },
    );
    expect(part.progress()).toEqual({ inset: { shown: true, state: 'gone' } });
    await vi.advanceTimersByTimeAsync(0);
    expect(part.progress()).toEqual({ inset: { shown: true, state: 'live' } });
    expect(inset.show).not.toHaveBeenCalledWith(lost.track);
    part.close();
    vi.useRealTimers();
  });

  it('is shown once it is open, though its corner was changed meanwhile', async () => {
    const { part, opened, inset } = setUp();
    const shown = part.adjust({ inset: true });
    await part.adjust({ insetCorner: 'top-left' });
    const { stream, track } = createCamera();
    opened[0]?.give(stream);
    await shown;
    expect(opened).toHaveLength(1);
    expect(inset.show).toHaveBeenLastCalledWith(track);
    expect(part.progress()).toEqual({ inset: { shown: true, state: 'live' } });
  });

  it('is released if it opens after the user has changed their mind', async () => {
    const { part, opened, inset } = setUp();
    const shown = part.adjust({ inset: true });
    await part.adjust({ inset: false });
    const { stream, track } = createCamera();
    opened[0]?.give(stream);
    await shown;
    expect(track.stop).toHaveBeenCalled();
    expect(inset.show).toHaveBeenLastCalledWith(undefined);
    expect(part.progress()).toEqual({ inset: { shown: false, state: 'live' } });
  });

  it('is the one that was chosen last, while another is still opening', async () => {
    const { part, opened, inset } = setUp();
    const first = part.adjust({ inset: true });
    const second = part.adjust({ cameraId: 'b' });
    const [one, other] = [createCamera(), createCamera()];
    opened[1]?.give(other.stream);
    opened[0]?.give(one.stream);
    await Promise.all([first, second]);
    expect(opened.map(({ cameraId }) => cameraId)).toEqual(['', 'b']);
    expect(one.track.stop).toHaveBeenCalled();
    expect(inset.show).toHaveBeenLastCalledWith(other.track);
  });

  it('that can’t be opened is reported once, and not with every change of its place', async () => {
    const { part, opened } = setUp();
    const shown = part.adjust({ inset: true });
    opened[0]?.refuse(new FailureError('camera-missing'));
    await expect(shown).rejects.toThrow('camera-missing');
    await part.adjust({ insetCorner: 'top-left' });
    expect(opened).toHaveLength(1);
    expect(part.progress()).toEqual({ inset: { shown: false, state: 'live' } });
  });

  it('that is unplugged leaves the screen, is reported, and comes back when it is plugged in', async () => {
    const { part, opened, inset, changed, plug } = setUp();
    const shown = part.adjust({ inset: true });
    const [one, again] = [createCamera(), createCamera()];
    opened[0]?.give(one.stream);
    await shown;
    one.track.dispatchEvent(new Event('ended'));
    expect(part.progress()).toEqual({ inset: { shown: true, state: 'gone' } });
    await part.adjust({ insetSize: 'large' });
    plug();
    opened[1]?.give(again.stream);
    await vi.waitFor(() => expect(part.progress()).toEqual({ inset: { shown: true, state: 'live' } }));
    expect(inset.show).toHaveBeenLastCalledWith(again.track);
    expect(changed).toHaveBeenCalled();
    part.close();
  });

  it('that can’t be reopened is tried again, ever later, until it can', async () => {
    vi.useFakeTimers();
    const { part, opened } = setUp();
    const [one, again] = [createCamera(), createCamera()];
    const shown = part.adjust({ inset: true });
    opened[0]?.give(one.stream);
    await shown;
    one.track.dispatchEvent(new Event('ended'));
    for (const [attempt, waitMs] of [0, 250, 500, 1000].entries()) {
      await vi.advanceTimersByTimeAsync(waitMs);
      expect(opened).toHaveLength(attempt + 2);
      opened.at(-1)?.refuse(new FailureError('camera-busy'));
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(part.progress()).toEqual({ inset: { shown: true, state: 'gone' } });
    await vi.advanceTimersByTimeAsync(2000);
    opened.at(-1)?.give(again.stream);
    await vi.advanceTimersByTimeAsync(0);
    expect(part.progress()).toEqual({ inset: { shown: true, state: 'live' } });
    await part.adjust({ inset: false });
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('fails the recording if the composite ends before the screen does, and not with it', () => {
    const { failed, screen, composite } = setUp();
    screen.readyState = 'ended';
    composite.dispatchEvent(new Event('ended'));
    expect(failed).not.toHaveBeenCalled();
    screen.readyState = 'live';
    composite.dispatchEvent(new Event('ended'));
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'unexpected' }));
  });
});
