import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError, failure } from '../domain/failure';
import { openCalls, serveCalls, type WorkerHandlers, type WorkerLike } from './worker-calls';

/** Two ends of a channel, as a worker and its page have them. */
function createWorker(): { readonly worker: WorkerLike & EventTarget; readonly inside: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  const worker = new EventTarget() as WorkerLike & EventTarget;
  const forward = (event: Event) => {
    worker.dispatchEvent(new MessageEvent('message', { data: (event as MessageEvent).data }));
  };
  port1.addEventListener('message', forward);
  port1.start();
  worker.postMessage = (message: unknown, moved?: Transferable[]) => port1.postMessage(message, moved ?? []);
  worker.terminate = () => {
    port1.close();
    port2.close();
  };
  return { worker, inside: port2 };
}

function open<H extends WorkerHandlers>(handlers: H, explain?: Parameters<typeof serveCalls>[1]) {
  const { worker, inside } = createWorker();
  serveCalls(handlers, explain, inside);
  inside.start();
  const calls = openCalls<H>(worker);
  opened.push(calls);
  return { worker, calls };
}

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const calls of opened.splice(0)) calls.close();
});

describe('calls to a worker', () => {
  it('resolve to what the handler returned', async () => {
    const { calls } = open({ add: (one: number, other: number) => one + other });
    expect(await calls.call('add', [1, 2])).toBe(3);
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

  it('explain in the worker what is no failure yet', async () => {
    const explain = (error: unknown) => failure('storage-failed', (error as Error).name);
    const { calls } = open({ read: () => Promise.reject(new DOMException('gone', 'AbortError')) }, explain);
    await expect(calls.call('read', [])).rejects.toMatchObject({
      failure: failure('storage-failed', 'AbortError'),
    });
  });

  it('are carried out one after another, in order, also after one that failed', async () => {
    const log: string[] = [];
    const { calls } = open({
      async work(name: string) {
        log.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`${name} ends`);
        if (name === 'one') throw new Error('refused');
      },
    });
    await Promise.allSettled([calls.call('work', ['one']), calls.call('work', ['other'])]);
    expect(log).toEqual(['one begins', 'one ends', 'other begins', 'other ends']);
  });

  it('transfer what is named, instead of copying it', async () => {
    const { calls } = open({ size: ({ bytes }: { bytes: ArrayBuffer }) => bytes.byteLength });
    const bytes = new ArrayBuffer(16);
    expect(await calls.call('size', [{ bytes }], { transfer: [bytes] })).toBe(16);
    expect(bytes.byteLength).toBe(0);
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

  it('reject, all that wait and all that come later, once the worker crashed or did not load', async () => {
    const { worker, calls } = open({ wait: () => new Promise<void>(() => undefined) });
    const waiting = [calls.call('wait', []), calls.call('wait', [])];
    const event = Object.assign(new Event('error'), { message: 'SyntaxError' });
    worker.dispatchEvent(event);
    for (const call of [...waiting, calls.call('wait', []), calls.broken]) {
      await expect(call).rejects.toMatchObject({ name: 'OperationError', message: 'SyntaxError' });
    }
  });

  it('reject with the given reason once the worker was ended', async () => {
    const { calls } = open({ wait: () => new Promise<void>(() => undefined) });
    const waiting = calls.call('wait', []);
    calls.close(new DOMException('Not wanted any more', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', message: 'Not wanted any more' });
  });
});

describe('the patience of a call', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('ends with a TimeoutError, and not a moment sooner', async () => {
    const { calls } = open({ wait: () => new Promise<void>(() => undefined) });
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
});
