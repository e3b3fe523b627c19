import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestWorker, type TestWorker } from '../../messaging/testing/test-worker';
import { liveStream } from '../sources/testing/streams';
import type { ThumbnailHandlers } from './thumbnail-worker';
import { serveThumbnails } from './thumbnails';

/** A track with copies that can be counted, and a page that requests thumbnails. */
function setUp(
  take: ThumbnailHandlers['take'] = async (frames) => void (await frames.getReader().read()),
  keep: ThumbnailHandlers['keep'] = async () => new Blob(['picture']),
) {
  const copies: { stop: ReturnType<typeof vi.fn> }[] = [];
  const track = {
    readyState: 'live' as MediaStreamTrackState,
    clone() {
      const copy = { stop: vi.fn() };
      copies.push(copy);
      return copy;
    },
  };
  const workers: TestWorker[] = [];
  const streams: ReadableStream[] = [];
  let listener: (() => void) | undefined;
  const { keep: keepOne, stop } = serveThumbnails(track as unknown as MediaStreamTrack, {
    onRequest(listen) {
      listener = listen;
      return () => {
        listener = undefined;
      };
    },
    startWorker() {
      const worker = startTestWorker({ take, keep });
      workers.push(worker);
      return worker;
    },
    framesOf() {
      const { stream } = liveStream<VideoFrame>('frame');
      streams.push(stream);
      return stream;
    },
  });
  return {
    track,
    copies,
    workers,
    streams,
    stop,
    keepOne,
    request: () => listener?.(),
    isListening: () => listener !== undefined,
  };
}

function deferredAnswer() {
  let give = () => {};
  const answer = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { answer, give: () => give() };
}

describe('thumbnails', () => {
  it('cost nothing until one is requested', () => {
    const { copies, workers, stop } = setUp();
    expect(copies).toEqual([]);
    expect(workers).toEqual([]);
    stop();
  });

  it('are made in one worker, of a transferred copy of the track that is then stopped', async () => {
    const { copies, workers, streams, stop, request } = setUp();
    request();
    expect(streams[0]?.locked).toBe(true);
    expect(copies[0]?.stop).not.toHaveBeenCalled();
    await expect.poll(() => copies[0]?.stop.mock.calls.length).toBe(1);
    request();
    await expect.poll(() => copies[1]?.stop.mock.calls.length).toBe(1);
    expect(workers).toHaveLength(1);
    stop();
  });

  it('are made one at a time', () => {
    const { copies, stop, request } = setUp(() => new Promise(() => undefined));
    request();
    request();
    expect(copies).toHaveLength(1);
    stop();
  });

  it('are not made of a track that has ended', () => {
    const { track, copies, stop, request } = setUp();
    track.readyState = 'ended';
    request();
    expect(copies).toEqual([]);
    stop();
  });

  it('can be kept, one after another, also while one is being made for a page', async () => {
    const taken = deferredAnswer();
    const { copies, request, keepOne, stop } = setUp(() => taken.answer);
    request();
    const kept = keepOne(320);
    await Promise.resolve();
    expect(copies).toHaveLength(1);
    taken.give();
    expect(await (await kept)?.text()).toBe('picture');
    expect(copies).toHaveLength(2);
    await expect.poll(() => copies[1]?.stop.mock.calls.length).toBe(1);
    stop();
  });

  it('to be kept are none if the track has ended, or no frame comes', async () => {
    const { track, copies, keepOne, stop } = setUp(undefined, () => Promise.reject(new Error('no canvas')));
    expect(await keepOne(320)).toBeUndefined();
    track.readyState = 'ended';
    expect(await keepOne(320)).toBeUndefined();
    expect(copies).toHaveLength(1);
    stop();
  });

  it('that fail can be requested again, of a new worker', async () => {
    const { copies, workers, stop, request } = setUp(() => Promise.reject(new Error('no canvas')));
    request();
    await expect.poll(() => copies[0]?.stop.mock.calls.length).toBe(1);
    request();
    expect(copies).toHaveLength(2);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    stop();
  });

  it('release the track at once if the worker crashes', async () => {
    const { copies, workers, stop, request } = setUp(() => new Promise(() => undefined));
    request();
    workers[0]?.crash('gone');
    await expect.poll(() => copies[0]?.stop.mock.calls.length).toBe(1);
    stop();
  });

  it('end with their worker', () => {
    const { copies, workers, stop, request, isListening } = setUp(() => new Promise(() => undefined));
    request();
    stop();
    expect(copies[0]?.stop).toHaveBeenCalledOnce();
    expect(workers[0]?.isTerminated).toBe(true);
    expect(isListening()).toBe(false);
  });
});

describe('a source without a frame', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('is waited for 5 s, and holds up no later request', async () => {
    const { copies, workers, stop, request } = setUp(() => new Promise(() => undefined));
    request();
    await vi.advanceTimersByTimeAsync(4999);
    expect(copies[0]?.stop).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(copies[0]?.stop).toHaveBeenCalledOnce();
    expect(workers[0]?.isTerminated).toBe(true);
    request();
    expect(workers).toHaveLength(2);
    stop();
  });
});
