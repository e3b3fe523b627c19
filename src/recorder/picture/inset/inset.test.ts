import { describe, expect, it, vi } from 'vitest';
import type { InsetLayout } from '../../../domain/inset-layout';
import { startTestWorker, type TestWorker } from '../../../messaging/testing/test-worker';
import { generatedTrack, liveStream, passOn } from '../../sources/testing/streams';
import type { SizedSource } from './fixed-size';
import { createInset } from './inset';
import type { InsetHandlers } from './inset-worker';

const layout: InsetLayout = { shape: 'round', corner: 'bottom-left', size: 'small', mirrored: true };
const camera = { kind: 'video' } as MediaStreamTrack;

/** Composites two frames with a worker that marks each with the corner, and logs its commands. */
function setUp({
  frameRate,
  readyState = 'live',
  sizedBy,
  changed = {},
}: {
  frameRate?: number;
  readyState?: MediaStreamTrackState;
  sizedBy?: SizedSource;
  changed?: Partial<InsetHandlers>;
} = {}) {
  const getSettings = () => (frameRate === undefined ? {} : { frameRate });
  const screen = { readyState, getSettings } as MediaStreamTrack;
  const streams = {
    screen: liveStream<VideoFrame>('one', 'two'),
    camera: liveStream<VideoFrame>('face'),
  };
  const output = generatedTrack<VideoFrame>();
  const log: unknown[] = [];
  const handlers: InsetHandlers = {
    start(start) {
      log.push(['start', start.intervalMs, start.layout, start.sizedBy]);
      void passOn(start.screen, start.composite, start.layout.corner);
    },
    async show(shown) {
      log.push(['show', (await shown?.getReader().read())?.value]);
    },
    change: (next) => void log.push(['change', next.corner]),
    ease: (behindMs) => void log.push(['ease', behindMs]),
    convertTo: (matrix) => void log.push(['convertTo', matrix]),
    ...changed,
  } as InsetHandlers;
  let worker: TestWorker | undefined;
  const framesOf = vi.fn((track: MediaStreamTrack, _maxBufferSize: number) =>
    track === camera ? streams.camera.stream : streams.screen.stream,
  );
  const onBroken = vi.fn();
  const inset = createInset(screen, layout, sizedBy, onBroken, {
    startWorker() {
      worker = startTestWorker(handlers);
      return worker;
    },
    framesOf,
    createVideoTrack: () => output.track,
  });
  return { inset, worker: worker as unknown as TestWorker, screen, streams, framesOf, onBroken, output, log };
}

describe('an inset', () => {
  it('is composited in the worker, to which its streams are transferred', async () => {
    const { inset, streams, framesOf, screen, output } = setUp();
    expect(inset.track).toBe(output.track);
    expect(framesOf).toHaveBeenCalledExactlyOnceWith(screen, 4);
    expect(streams.screen.stream.locked).toBe(true);
    expect(output.track.writable.locked).toBe(true);
    await expect.poll(() => output.written).toEqual(['bottom-left one', 'bottom-left two']);
    inset.close();
  });

  it('of a screen that has ended is not read, and has ended too', () => {
    const { inset, framesOf, output, onBroken } = setUp({ readyState: 'ended' });
    expect(framesOf).not.toHaveBeenCalled();
    expect(output.isStopped()).toBe(true);
    inset.close();
    expect(onBroken).not.toHaveBeenCalled();
  });

  it('starts with the frame rate of the screen, or with 30 frames per second', async () => {
    for (const [frameRate, intervalMs] of [
      [20, 50],
      [undefined, 1000 / 30],
    ] as const) {
      const { inset, log } = setUp(frameRate === undefined ? {} : { frameRate });
      await expect.poll(() => log).toEqual([['start', intervalMs, layout, undefined]]);
      inset.close();
    }
  });

  it('keeps one size if it is to, once the screen has settled', async () => {
    const { inset, log } = setUp({ sizedBy: 'tab' });
    await expect.poll(() => log).toEqual([['start', expect.any(Number), layout, 'tab']]);
    inset.close();
  });

  it('carries out one command after another, also while a camera takes its time', async () => {
    const { inset, framesOf, streams, log } = setUp();
    inset.show(camera);
    inset.change({ ...layout, corner: 'top-right' });
    inset.ease(2500);
    inset.show(undefined);
    expect(framesOf).toHaveBeenLastCalledWith(camera, 1);
    expect(streams.camera.stream.locked).toBe(true);
    await expect
      .poll(() => log.slice(1))
      .toEqual([
        ['show', 'face'],
        ['change', 'top-right'],
        ['ease', 2500],
        ['show', undefined],
      ]);
    inset.close();
  });

  it('is converted once the worker has answered', async () => {
    const { inset, log } = setUp();
    await inset.convertTo('bt601');
    expect(log.at(-1)).toEqual(['convertTo', 'bt601']);
    inset.close();
  });

  it('is reported broken once if the worker crashes or does not load', async () => {
    const { inset, worker, onBroken, output } = setUp();
    // No call is pending any more.
    await expect.poll(() => output.written).toHaveLength(2);
    worker.crash('out of memory');
    await expect.poll(() => onBroken.mock.calls).toEqual([['out of memory']]);
    inset.ease(200);
    inset.close();
    await new Promise((resolve) => setTimeout(resolve));
    expect(onBroken).toHaveBeenCalledOnce();
  });

  it('is reported broken if the worker can’t start it', async () => {
    const { inset, onBroken } = setUp({
      changed: {
        start() {
          throw new TypeError('no such stream');
        },
      },
    });
    await expect.poll(() => onBroken.mock.calls).toEqual([['TypeError: no such stream']]);
    inset.close();
  });

  it('ends with its worker when it is closed, which breaks nothing', async () => {
    const { inset, worker, onBroken, output } = setUp();
    inset.show(undefined);
    inset.close();
    expect(worker.isTerminated).toBe(true);
    expect(output.isStopped()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(onBroken).not.toHaveBeenCalled();
  });
});
