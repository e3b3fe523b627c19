import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FrameDecoder, StepDirection, StillFrame } from '../domain/still-frame';
import {
  type FollowedVideo,
  type FrameDisplay,
  type FrameSource,
  followFrames,
  showNext,
  showPrevious,
} from './frames';
import type { Still } from './still';

/** A video with frames at these times, in s, and the time that is shown last. */
function video(times: readonly number[], duration: number) {
  const shown: number[] = [];
  const source: FrameSource = {
    duration,
    async show(time) {
      const frame = times.filter((at) => at <= time).at(-1) ?? times[0] ?? 0;
      shown.push(frame);
      return frame;
    },
  };
  return { source, shown };
}

describe('stepping', () => {
  it.each([
    ['a steady 30 fps', Array.from({ length: 90 }, (_, index) => index / 30)],
    ['a page that stood still', [0, 0.033, 2.5, 2.533, 12.9, 12.916, 95]],
    ['240 fps', Array.from({ length: 50 }, (_, index) => index / 240)],
  ])('shows each frame once, forward and back: %s', async (_name, times) => {
    const { source, shown } = video(times, (times.at(-1) ?? 0) + 0.03);
    const forward = [0];
    for (const _ of times) {
      const next = await showNext(source, forward.at(-1) ?? 0);
      expect(shown.at(-1) ?? 0).toBe(next);
      forward.push(next);
    }
    expect(forward).toEqual([...times, times.at(-1)]);
    const back = [times.at(-1) ?? 0];
    for (const _ of times) back.push(await showPrevious(source, back.at(-1) ?? 0));
    expect(back).toEqual([...[...times].reverse(), 0]);
  });

  it('finds the next frame at any distance', async () => {
    const gaps = fc.array(fc.double({ min: 0.004, max: 60, noNaN: true }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(gaps, async (distances) => {
        let at = 0;
        const times = [0, ...distances.map((distance) => (at += distance))];
        const { source } = video(times, at + 0.03);
        let shown = 0;
        for (const time of times.slice(1)) {
          shown = await showNext(source, shown);
          expect(shown).toBe(time);
        }
      }),
    );
  });
});

describe('stepping in Chromium, which keeps a frame for as long as frames last on average', () => {
  /** After a seek it takes the first frame that could last until there. */
  function keeping(times: readonly number[], average: number) {
    const { source, shown } = video(times, (times.at(-1) ?? 0) + 2 * average);
    const chromium: FrameSource = {
      duration: source.duration,
      show: (time) => source.show(Math.min(time, times.find((at) => at + average >= time) ?? time)),
    };
    return { chromium, shown };
  }

  it('moves on with each step, and shows every frame that can be shown at its beginning', async () => {
    const gap = fc.double({ min: 0.01, max: 0.4, noNaN: true });
    const gaps = fc.array(gap, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.double({ min: 0.005, max: 0.2, noNaN: true }), async (distances, average) => {
        let end = 0;
        const times = [0, ...distances.map((distance) => (end += distance))];
        const { chromium, shown } = keeping(times, average);
        const easy = times.filter((_, index) => index > 0 && (distances[index - 1] ?? 0) > average + 0.001);
        const forward: number[] = [];
        for (let at = 0; ; ) {
          const next = await showNext(chromium, at);
          expect(shown.at(-1)).toBe(next);
          if (next <= at) break;
          forward.push(next);
          at = next;
        }
        expect(forward).toEqual(expect.arrayContaining(easy));
        const back: number[] = [];
        for (let at = forward.at(-1) ?? 0; at > 0; ) {
          const previous = await showPrevious(chromium, at);
          expect(shown.at(-1)).toBe(previous);
          expect(previous).toBeLessThan(at);
          back.push(previous);
          at = previous;
        }
        expect(back.at(-1)).toBe(0);
      }),
    );
  });
});

/** A paused video of 10 fps whose events and frames come when the test says so. */
class StagedVideo extends EventTarget {
  duration = 10;
  readyState = 4;
  paused = true;
  seeking = false;
  #time = 0;
  #follow: VideoFrameRequestCallback | undefined;

  get currentTime() {
    return this.#time;
  }
  set currentTime(time: number) {
    this.#time = time;
    this.seeking = true;
    const event = new Event('seeking');
    Object.defineProperty(event, 'timeStamp', { value: performance.now() });
    // As late as it may come.
    setTimeout(() => this.dispatchEvent(event), 20);
  }
  requestVideoFrameCallback(follow: VideoFrameRequestCallback) {
    this.#follow = follow;
    return 1;
  }
  cancelVideoFrameCallback() {
    this.#follow = undefined;
  }
  /** Reports a frame. @param presentedMs when it was presented */
  report(mediaTime: number, presentedMs: number) {
    // Only these two are read.
    this.#follow?.(presentedMs, { mediaTime, presentationTime: presentedMs } as VideoFrameCallbackMetadata);
  }
  endSeek() {
    this.seeking = false;
    this.dispatchEvent(new Event('seeked'));
  }
}

/** A picture over the video, without a video. */
class FakeStill implements Still {
  time: number | undefined;
  readonly shown: (number | undefined)[] = [];
  show({ time }: StillFrame) {
    this.time = time;
    this.shown.push(time);
  }
  hide() {
    this.time = undefined;
    this.shown.push(undefined);
  }
  end() {}
}

/** A file of frames at these times, in s. */
function decoderOf(times: readonly number[]): FrameDecoder {
  const picture = {} as ImageBitmap;
  return {
    async beside(time, direction) {
      const index = times.indexOf(time);
      if (index < 0) throw new RangeError(`No frame at ${time} s`);
      const found = times[index + (direction === 'next' ? 1 : -1)];
      return found === undefined ? undefined : { time: found, picture };
    },
    end: () => undefined,
  };
}

/** A file that can't be decoded. */
function bySeeking(): FrameDisplay {
  const decoder = decoderOf([]);
  return { decoder: () => decoder, still: new FakeStill() };
}

describe('a video', () => {
  beforeEach(() => {
    vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
    vi.stubGlobal('requestAnimationFrame', (task: () => void) => setTimeout(task, 16));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is stepped from the frame of its last seek, not from one that was reported during it', async () => {
    vi.useFakeTimers();
    const video = new StagedVideo();
    const frames = followFrames(video as unknown as FollowedVideo, bySeeking());
    const before = performance.now();
    await vi.advanceTimersByTimeAsync(10);
    video.currentTime = 5;
    void frames.step('next');
    // A frame of before is reported late.
    await vi.advanceTimersByTimeAsync(30);
    video.report(1, before);
    video.endSeek();
    await vi.advanceTimersByTimeAsync(100);
    expect(video.currentTime).toBe(5);
    video.report(5, performance.now());
    await vi.advanceTimersByTimeAsync(100);
    expect(video.currentTime).toBeGreaterThan(5);
    expect(video.currentTime).toBeLessThan(5.1);
    frames.end();
  });

  it('goes on at once if its frame is reported before the seek is', async () => {
    vi.useFakeTimers();
    const video = new StagedVideo();
    const frames = followFrames(video as unknown as FollowedVideo, bySeeking());
    video.currentTime = 5;
    video.report(5, performance.now());
    await vi.advanceTimersByTimeAsync(20);
    let isSettled = false;
    void frames.settled().then(() => (isSettled = true));
    video.endSeek();
    await vi.advanceTimersByTimeAsync(100);
    expect(isSettled).toBe(true);
    frames.end();
  });

  it.each<[string, (video: StagedVideo) => void]>([
    ['plays', (video) => Object.assign(video, { paused: false })],
    ['goes elsewhere', (video) => Object.assign(video, { currentTime: 7 })],
  ])('takes no decoded frame once the user %s', async (_what, act) => {
    vi.useFakeTimers();
    const video = new StagedVideo();
    const still = new FakeStill();
    let resolve: (frame: StillFrame) => void = () => undefined;
    const promise = new Promise<StillFrame>((settle) => {
      resolve = settle;
    });
    const decoder = { beside: () => promise, end: () => undefined };
    const frames = followFrames(video as unknown as FollowedVideo, { decoder: () => decoder, still });
    video.report(0, performance.now());
    void frames.step('next');
    await vi.advanceTimersByTimeAsync(1);
    act(video);
    const { currentTime } = video;
    const close = vi.fn();
    resolve({ time: 0.5, picture: { close } as unknown as ImageBitmap });
    await vi.advanceTimersByTimeAsync(1);
    expect([still.shown, video.currentTime]).toEqual([[], currentTime]);
    expect(close).toHaveBeenCalledOnce();
    frames.end();
  });

  it.each([
    ['is not loaded yet', { readyState: 0, duration: Number.NaN }],
    ['is loaded already', {}],
  ])('takes no decoded frame of a file that another one has replaced, which %s', async (_what, loaded) => {
    vi.useFakeTimers();
    const video = new StagedVideo();
    const still = new FakeStill();
    let resolve: (frame: StillFrame) => void = () => undefined;
    const promise = new Promise<StillFrame>((settle) => {
      resolve = settle;
    });
    const next = decoderOf([0, 0.1]);
    let decoder: FrameDecoder = { beside: () => promise, end: () => undefined };
    const frames = followFrames(video as unknown as FollowedVideo, { decoder: () => decoder, still });
    video.report(0, performance.now());
    const stepped = frames.step('next');
    await vi.advanceTimersByTimeAsync(1);
    Object.assign(video, loaded);
    decoder = next;
    const close = vi.fn();
    resolve({ time: 0.5, picture: { close } as unknown as ImageBitmap });
    await vi.advanceTimersByTimeAsync(1);
    expect([still.shown, video.currentTime]).toEqual([[], 0]);
    expect(close).toHaveBeenCalledOnce();
    await stepped;
    frames.end();
  });

  it('is stepped again after a step that failed', async () => {
    vi.useFakeTimers();
    const video = new StagedVideo();
    const still = new FakeStill();
    const decoder = decoderOf([0, 0.5]);
    const frames = followFrames(video as unknown as FollowedVideo, { decoder: () => decoder, still });
    video.report(0, performance.now());
    vi.spyOn(still, 'show').mockImplementationOnce(() => {
      throw new DOMException('The canvas is gone', 'InvalidStateError');
    });
    await expect(frames.step('next')).rejects.toThrow('The canvas is gone');
    await frames.settled();
    const stepped = frames.step('next');
    await vi.advanceTimersByTimeAsync(50);
    expect(still.time).toBe(0.5);
    video.report(0.5, performance.now());
    video.endSeek();
    await vi.advanceTimersByTimeAsync(50);
    await stepped;
    frames.end();
  });

  it('is neither stepped nor sought once it is closed', async () => {
    vi.useFakeTimers();
    const video = new StagedVideo();
    let reject: (reason: unknown) => void = () => undefined;
    const promise = new Promise<StillFrame>((_resolve, refuse) => {
      reject = refuse;
    });
    const beside = vi.fn(() => promise);
    const decoder = { beside, end: () => undefined };
    const frames = followFrames(video as unknown as FollowedVideo, {
      decoder: () => decoder,
      still: new FakeStill(),
    });
    video.report(0, performance.now());
    const steps = [frames.step('next'), frames.step('next')];
    await vi.advanceTimersByTimeAsync(1);
    frames.end();
    reject(new DOMException('The worker was ended', 'AbortError'));
    await Promise.all(steps);
    expect(beside).toHaveBeenCalledOnce();
    expect(video.currentTime).toBe(0);
  });

  it('takes only a few of the steps that a held key asks for', async () => {
    const beside = vi.fn(async () => undefined);
    const decoder = { beside, end: () => undefined };
    const frames = followFrames(new StagedVideo() as unknown as FollowedVideo, {
      decoder: () => decoder,
      still: new FakeStill(),
    });
    await Promise.all(Array.from({ length: 30 }, () => frames.step('next')));
    expect(beside).toHaveBeenCalledTimes(4);
    frames.end();
  });

  it('shows its last frame where it ends there', async () => {
    vi.useFakeTimers();
    const video = new StagedVideo();
    const still = new FakeStill();
    const decoder = decoderOf([0, 10]);
    const frames = followFrames(video as unknown as FollowedVideo, { decoder: () => decoder, still });
    video.report(0, performance.now());
    const stepped = frames.step('next');
    await vi.advanceTimersByTimeAsync(50);
    expect(video.currentTime, 'not later, where no player can be').toBe(10);
    video.report(0, performance.now());
    video.endSeek();
    await vi.advanceTimersByTimeAsync(50);
    await stepped;
    expect(still.time).toBe(10);
    frames.end();
  });

  it('shows each frame of its file, also those that no seek of the browser shows', async () => {
    vi.useFakeTimers();
    const video = new StagedVideo();
    const still = new FakeStill();
    const decoder = decoderOf([0, 0.5, 0.534, 2]);
    const frames = followFrames(video as unknown as FollowedVideo, { decoder: () => decoder, still });
    video.report(0, performance.now());
    /** A step, after which the video itself shows that frame. */
    const step = async (direction: StepDirection, shown: number) => {
      const stepped = frames.step(direction);
      await vi.advanceTimersByTimeAsync(50);
      video.report(shown, performance.now());
      video.endSeek();
      await vi.advanceTimersByTimeAsync(50);
      await stepped;
      return still.time ?? shown;
    };
    expect(await step('next', 0.5)).toBe(0.5);
    expect(await step('next', 0.5), 'it keeps the frame before').toBe(0.534);
    expect(video.currentTime).toBeCloseTo(0.535, 5);
    expect(await step('next', 0.5)).toBe(2);
    expect(await step('previous', 0.534)).toBe(0.534);
    expect(await step('previous', 0.5)).toBe(0.5);
    expect(still.shown).toEqual([0.5, undefined, 0.534, 2, 0.534, undefined, 0.5, undefined]);
    expect(await step('previous', 0)).toBe(0);
    const { currentTime } = video;
    await frames.step('previous');
    expect(video.currentTime, 'there is none before the first').toBe(currentTime);
    frames.end();
  });
});
