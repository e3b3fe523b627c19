import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError, failure } from '../domain/failure';
import { startTestWorker, type TestWorker } from './testing/test-worker';
import { oneTask, openCalls, type serveCalls, type WorkerHandlers } from './worker-calls';

function open<H extends WorkerHandlers>(handlers: H, explain?: Parameters<typeof serveCalls>[1]) {
  const worker = startTestWorker(handlers, explain);
  const calls = openCalls<H>(worker);
  opened.push(calls);
  return { worker, calls };
}

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const calls of opened.splice(0)) calls.close();
});

const never = () => new Promise<void>(() => undefined);

describe('calls to a worker', () => {
  it('resolve to what the handler returned', async () => {
    const { calls } = open({ add: (one: number, other: number) => one + other, none: () => undefined });
    expect(await calls.call('add', [1, 2])).toBe(3);
    expect(await calls.call('none', [])).toBeUndefined();
  });

  it('pass every argument', async () => {
    const { calls } = open({ count: (...args: number[]) => args.length });
    expect(await calls.call('count', [])).toBe(0);
    expect(await calls.call('count', [7, 7, 7])).toBe(3);
  });

  it('keep the code of a failure that the handler threw', async () => {
    const { calls } = open({
      open() {
        throw new FailureError('database-unknown', 'Version 9: notes');
      },
    });
    const error: unknown = await calls.call('open', []).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FailureError);
    expect((error as FailureError).failure).toEqual(failure('database-unknown', 'Version 9: notes'));
  });

  it('turn any other error into a failure in the worker', async () => {
    const explain = (error: unknown) => failure('storage-failed', (error as Error).name);
    const { calls } = open({ read: () => Promise.reject(new DOMException('gone', 'AbortError')) }, explain);
    await expect(calls.call('read', [])).rejects.toMatchObject({
      failure: failure('storage-failed', 'AbortError'),
    });
  });

  it('run one after another, in order, also after one that failed', async () => {
    const log: string[] = [];
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { worker, calls } = open({
      async work(name: string) {
        log.push(`${name} begins`);
        await released;
        log.push(`${name} ends`);
        if (name === 'one') throw new Error('refused');
      },
    });
    const answers = [calls.call('work', ['one']), calls.call('work', ['other'])];
    await worker.received(2);
    expect(log).toEqual(['one begins']);
    release();
    await Promise.allSettled(answers);
    expect(log).toEqual(['one begins', 'one ends', 'other begins', 'other ends']);
  });

  it('transfer the named buffers, wherever they are in the arguments', async () => {
    const { calls } = open({ size: (_id: string, { bytes }: { bytes: ArrayBuffer }) => bytes.byteLength });
    const bytes = new ArrayBuffer(16);
    const order = { bytes };
    expect(await calls.call('size', ['a', order], { transfer: [bytes] })).toBe(16);
    expect(bytes.byteLength).toBe(0);
    // The argument itself is free to be sent again.
    expect(await calls.call('size', ['a', { ...order, bytes: new ArrayBuffer(8) }])).toBe(8);
  });

  it('transfer a stream', async () => {
    const { calls } = open({
      async first(stream: ReadableStream<string>) {
        return (await stream.getReader().read()).value;
      },
    });
    const stream = new ReadableStream<string>({ start: (controller) => controller.enqueue('frame') });
    expect(await calls.call('first', [stream], { transfer: [stream as unknown as Transferable] })).toBe(
      'frame',
    );
    expect(stream.locked).toBe(true);
  });

  it('reject if an argument can’t be sent, and leave the worker usable', async () => {
    const { calls } = open({ take: (value: unknown) => typeof value });
    await expect(calls.call('take', [{ method() {} }])).rejects.toMatchObject({ name: 'DataCloneError' });
    expect(await calls.call('take', [1])).toBe('number');
  });

  it.each([
    [
      'the worker crashed or did not load',
      'SyntaxError',
      (worker: TestWorker) => worker.crash('SyntaxError'),
    ],
    ['an answer can’t be read', 'An answer could not be read', (worker: TestWorker) => worker.garble()],
  ])('reject, pending and later ones alike, once %s', async (_, message, strike) => {
    const { worker, calls } = open({ wait: never });
    const waiting = [calls.call('wait', []), calls.call('wait', [])];
    strike(worker);
    for (const call of [...waiting, calls.call('wait', []), calls.broken]) {
      await expect(call).rejects.toMatchObject({ name: 'OperationError', message });
    }
  });

  it('reject with the given reason once the worker was ended', async () => {
    const { worker, calls } = open({ wait: never });
    const waiting = calls.call('wait', []);
    calls.close(new DOMException('No longer needed', 'AbortError'));
    expect(worker.isTerminated).toBe(true);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', message: 'No longer needed' });
    await expect(calls.call('wait', [])).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a function among the arguments', () => {
  const count = async (to: number, onNumber: (number: number) => Promise<void>) => {
    for (let number = 1; number <= to; number += 1) await onNumber(number);
    return 'done';
  };

  it('runs in the page, each time before the answer', async () => {
    const { calls } = open({ count });
    const received: unknown[] = [];
    received.push(await calls.call('count', [3, (number) => void received.push(number)]));
    expect(received).toEqual([1, 2, 3, 'done']);
  });

  it('fails the call if it throws', async () => {
    const { calls } = open({ count });
    const refuse = () => {
      throw new Error('no more');
    };
    await expect(calls.call('count', [3, refuse])).rejects.toMatchObject({
      failure: failure('unexpected', 'Error: no more'),
    });
  });

  it('is not called any more once the worker was ended', async () => {
    const { calls } = open({ count });
    const received: number[] = [];
    const counting = calls.call('count', [
      1_000_000,
      (number) => {
        received.push(number);
        if (number === 2) calls.close();
      },
    ]);
    await expect(counting).rejects.toMatchObject({ name: 'AbortError' });
    expect(received).toEqual([1, 2]);
  });
});

describe('the patience of a call', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('ends with a TimeoutError, and not a moment sooner', async () => {
    const { calls } = open({ wait: never });
    let settled = false;
    const waiting = calls.call('wait', [], { patienceMs: 20_000 }).finally(() => {
      settled = true;
    });
    waiting.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(19_999);
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('leaves no timer behind', async () => {
    const { calls, worker } = open({ add: (one: number, other: number) => one + other, wait: never });
    expect(await calls.call('add', [1, 2], { patienceMs: 20_000 })).toBe(3);
    const waiting = calls.call('wait', [], { patienceMs: 20_000 });
    expect(vi.getTimerCount()).toBe(1);
    worker.crash('gone');
    await expect(waiting).rejects.toMatchObject({ name: 'OperationError' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('one task', () => {
  const start = (handlers: WorkerHandlers) => {
    const worker = startTestWorker(handlers);
    return { worker, start: vi.fn(() => openCalls<typeof handlers>(worker)) };
  };

  it('ends the worker after it, whether it succeeds or not', async () => {
    const well = start({ add: () => 3 });
    expect(await oneTask(well.start, (calls) => calls.call('add', []))).toBe(3);
    expect(well.worker.isTerminated).toBe(true);
    const badly = start({
      add() {
        throw new FailureError('unexpected');
      },
    });
    await expect(oneTask(badly.start, (calls) => calls.call('add', []))).rejects.toBeInstanceOf(FailureError);
    expect(badly.worker.isTerminated).toBe(true);
  });

  it('ends the worker at once when the signal aborts, with its reason', async () => {
    const ending = new AbortController();
    const { worker, start: begin } = start({ wait: never });
    const done = oneTask(begin, (calls) => calls.call('wait', []), ending.signal);
    ending.abort('enough');
    await expect(done).rejects.toBe('enough');
    expect(worker.isTerminated).toBe(true);
  });

  it('starts no worker if the signal has aborted before', async () => {
    const { start: begin } = start({});
    await expect(oneTask(begin, () => never(), AbortSignal.abort('before'))).rejects.toBe('before');
    expect(begin).not.toHaveBeenCalled();
  });
});
