import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestWorker, type TestWorker } from '../../messaging/testing/test-worker';
import { generatedTrack, liveStream, passOn } from '../sources/testing/streams';
import { retime } from './retime';
import type { RetimeHandlers } from './retime-worker';

/** A track that is to be retimed. */
const liveTrack = () =>
  Object.assign(new EventTarget(), { readyState: 'live' }) as Partial<MediaStreamTrack> as MediaStreamTrack;

/** Retimes two blocks with a worker that marks each with the lateness. */
function setUp(changed: Partial<RetimeHandlers> = {}, sound = liveTrack()) {
  const source = liveStream<AudioData>('one', 'two');
  const output = generatedTrack<AudioData>();
  const latenesses: number[] = [];
  const handlers: RetimeHandlers = {
    ready: () => undefined,
    start({ blocks, retimed, lateMs }) {
      latenesses.push(lateMs);
      void passOn(blocks, retimed, String(lateMs));
    },
    setLateness: (lateMs) => void latenesses.push(lateMs),
    ...changed,
  };
  let worker: TestWorker | undefined;
  const blocksOf = vi.fn(() => source.stream);
  const onBroken = vi.fn();
  const opening = retime(sound, 31, onBroken, {
    startWorker() {
      worker = startTestWorker(handlers);
      return worker;
    },
    blocksOf,
    createAudioTrack: () => output.track,
  });
  const started = worker as unknown as TestWorker;
  return { sound, opening, worker: started, blocksOf, onBroken, source, output, latenesses };
}

describe('retimed audio', () => {
  it('comes from the worker, to which its streams are transferred', async () => {
    const { opening, source, output } = setUp();
    const retimed = await opening;
    expect(retimed?.track).toBe(output.track);
    expect(source.stream.locked).toBe(true);
    expect(output.track.writable.locked).toBe(true);
    await expect.poll(() => output.written).toEqual(['31 one', '31 two']);
    retimed?.close();
  });

  it('is not read before the worker runs', async () => {
    let run: () => void = () => undefined;
    const running = new Promise<void>((resolve) => {
      run = resolve;
    });
    const { sound, opening, blocksOf } = setUp({ ready: () => running as unknown as undefined });
    // Everything that waits for a message is done before this one comes.
    const channel = new MessageChannel();
    await new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage('');
    });
    channel.port1.close();
    expect(blocksOf).not.toHaveBeenCalled();
    run();
    const retimed = await opening;
    expect(blocksOf).toHaveBeenCalledExactlyOnceWith(sound, 500);
    retimed?.close();
  });

  it('gets a new lateness after the first, in order', async () => {
    const { opening, latenesses } = setUp();
    const retimed = await opening;
    retimed?.setLateness(36);
    retimed?.setLateness(29);
    await expect.poll(() => latenesses).toEqual([31, 36, 29]);
    retimed?.close();
  });

  it('is reported broken once if the worker crashes', async () => {
    const { opening, worker, onBroken, output } = setUp();
    const retimed = await opening;
    // No call is pending any more.
    await expect.poll(() => output.written).toHaveLength(2);
    worker.crash('out of memory');
    await expect.poll(() => onBroken.mock.calls).toEqual([['out of memory']]);
    retimed?.setLateness(29);
    retimed?.close();
    await new Promise((resolve) => setTimeout(resolve));
    expect(onBroken).toHaveBeenCalledOnce();
  });

  it('is reported broken if the worker can’t start it', async () => {
    const { opening, onBroken } = setUp({
      start() {
        throw new TypeError('no such stream');
      },
    });
    const retimed = await opening;
    await expect.poll(() => onBroken.mock.calls).toEqual([['TypeError: no such stream']]);
    retimed?.close();
  });

  it('ends with its worker when it is closed, which breaks nothing', async () => {
    const { opening, worker, onBroken, output } = setUp({
      setLateness: () => new Promise(() => undefined) as never,
    });
    const retimed = await opening;
    retimed?.setLateness(36);
    retimed?.close();
    expect(worker.isTerminated).toBe(true);
    expect(output.isStopped()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(onBroken).not.toHaveBeenCalled();
  });
});

describe('audio that ends', () => {
  it('stops the retimed track, which the browser would end without notice to the muxer', async () => {
    const { sound, opening, output, onBroken } = setUp();
    const retimed = await opening;
    expect(output.isStopped()).toBe(false);
    sound.dispatchEvent(new Event('ended'));
    expect(output.isStopped()).toBe(true);
    expect(onBroken).not.toHaveBeenCalled();
    retimed?.close();
  });

  it('stops it at once if it ended before the worker ran', async () => {
    const { opening, output, blocksOf } = setUp({}, Object.assign(liveTrack(), { readyState: 'ended' }));
    const retimed = await opening;
    expect(output.isStopped()).toBe(true);
    expect(blocksOf, 'which Chromium would refuse').not.toHaveBeenCalled();
    retimed?.close();
  });
});

describe('a retiming worker that does not start', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('is given up at once if it does not load', async () => {
    const { opening, worker, blocksOf, onBroken } = setUp({
      ready: () => new Promise(() => undefined) as never,
    });
    worker.crash('SyntaxError');
    expect(await opening).toBeUndefined();
    expect(worker.isTerminated).toBe(true);
    expect(blocksOf).not.toHaveBeenCalled();
    expect(onBroken).not.toHaveBeenCalled();
  });

  it('is given up after 2 s without an answer', async () => {
    const { opening, worker, blocksOf } = setUp({ ready: () => new Promise(() => undefined) as never });
    await vi.advanceTimersByTimeAsync(1999);
    expect(worker.isTerminated).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await opening).toBeUndefined();
    expect(worker.isTerminated).toBe(true);
    expect(blocksOf).not.toHaveBeenCalled();
  });
});
