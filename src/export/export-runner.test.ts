import { describe, expect, it } from 'vitest';
import { FailureError, failure } from '../domain/failure';
import { startTestWorker, type TestWorker } from '../messaging/testing/test-worker';
import { createExportRunner } from './export-runner';
import type { ExportHandlers, ExportTask } from './export-worker';

function setUp(run: ExportHandlers['run']) {
  const workers: TestWorker[] = [];
  const delayed: (() => void)[] = [];
  const runner = createExportRunner({
    startWorker() {
      const worker = startTestWorker({ run });
      workers.push(worker);
      return worker;
    },
    later(_ms, task) {
      delayed.push(task);
      return () => undefined;
    },
  });
  return { runner, workers, delayed };
}

const task = { format: 'webm' } as ExportTask;
const never = new AbortController().signal;

describe('an export', () => {
  it('reports its progress, and ends its worker', async () => {
    const { runner, workers } = setUp(async (_task, report) => {
      for (const share of [0, 0.5]) expect(await report({ share, isClosing: false })).toBe(true);
    });
    const reported: number[] = [];
    await runner.run(task, ({ share }) => reported.push(share), never);
    expect(reported).toEqual([0, 0.5]);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true]);
  });

  it('that is canceled is told so at its next report, and rejects with an AbortError', async () => {
    const abort = new AbortController();
    const answers: boolean[] = [];
    const { runner, workers } = setUp(async (_task, report) => {
      answers.push(await report({ share: 0, isClosing: false }));
      answers.push(await report({ share: 0.1, isClosing: false }));
      throw new DOMException('Canceled', 'AbortError');
    });
    const running = runner.run(task, () => abort.abort(), abort.signal);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(answers).toEqual([false, false]);
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it('that is stuck is ended', async () => {
    const abort = new AbortController();
    const { runner, workers, delayed } = setUp(() => new Promise(() => undefined));
    const running = runner.run(task, () => undefined, abort.signal);
    abort.abort();
    expect(delayed).toHaveLength(1);
    delayed[0]?.();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it('fails with the code of the worker', async () => {
    const { runner } = setUp(async () => {
      throw new FailureError('export-disk-full', 'no space');
    });
    await expect(runner.run(task, () => undefined, never)).rejects.toMatchObject({
      failure: failure('export-disk-full', 'no space'),
    });
  });

  it('fails if its worker crashes: the storage has nothing to do with it', async () => {
    const { runner, workers } = setUp(() => new Promise(() => undefined));
    const running = runner.run(task, () => undefined, never);
    workers[0]?.crash('out of memory');
    await expect(running).rejects.toMatchObject({
      failure: failure('export-failed', 'OperationError: out of memory'),
    });
  });

  it('does not start if it was canceled before', async () => {
    const { runner, workers } = setUp(async () => undefined);
    await expect(runner.run(task, () => undefined, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(workers).toEqual([]);
  });
});
