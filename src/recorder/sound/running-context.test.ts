import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepRunning } from './running-context';

/** A context whose state the test sets. */
class FakeContext extends EventTarget {
  state: AudioContextState = 'suspended';
  readonly resume = vi.fn(async () => undefined);
  readonly close = vi.fn(async () => this.become('closed'));

  become(state: AudioContextState) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

function keep(mostRetries?: number) {
  const fake = new FakeContext();
  const onResumed = vi.fn();
  return { fake, onResumed, running: keepRunning(fake as unknown as AudioContext, onResumed, mostRetries) };
}

describe('a running context', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reports that it runs', async () => {
    const { fake, running, onResumed } = keep();
    fake.become('running');
    expect(await running.started).toBe(true);
    expect(onResumed).not.toHaveBeenCalled();
  });

  it('reports that it runs, however late within five seconds', async () => {
    const { fake, running } = keep();
    await vi.advanceTimersByTimeAsync(4900);
    fake.become('running');
    await vi.advanceTimersByTimeAsync(200);
    expect(await running.started).toBe(true);
  });

  it('reports after five seconds that it does not', async () => {
    const { fake, running } = keep();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await running.started).toBe(false);
    expect(fake.resume).toHaveBeenCalledTimes(6);
  });

  it('gives up sooner if nothing depends on it, and reports once it runs after all', async () => {
    const { fake, running, onResumed } = keep(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await running.started).toBe(false);
    expect(onResumed).not.toHaveBeenCalled();
    fake.become('running');
    expect(onResumed).toHaveBeenCalledOnce();
  });

  it('is resumed at once when it is suspended, and then each second', async () => {
    const { fake, onResumed } = keep();
    fake.become('running');
    fake.resume.mockClear();
    fake.become('suspended');
    expect(fake.resume).toHaveBeenCalledTimes(1);
    fake.resume.mockRejectedValueOnce(new DOMException('no', 'InvalidStateError'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(fake.resume).toHaveBeenCalledTimes(3);
    fake.become('running');
    expect(onResumed).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(fake.resume).toHaveBeenCalledTimes(3);
  });

  it('is left alone once it is closed', async () => {
    const { fake, running } = keep();
    fake.become('running');
    fake.resume.mockClear();
    running.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(fake.close).toHaveBeenCalledTimes(1);
    expect(fake.resume).not.toHaveBeenCalled();
  });
});
