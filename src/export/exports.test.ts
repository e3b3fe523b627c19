import { describe, expect, it } from 'vitest';
import { FailureError, failure } from '../domain/failure';
import type { Recording } from '../domain/recording';
import type { CopyWatch } from '../files/media-reader';
import { noEdits } from './edits';
import type { ExportProgress, ExportTask } from './export-worker';
import { createExports } from './exports';

const recording = {
  id: 'a',
  name: 'A talk: part 1/2',
  mimeType: 'video/webm;codecs=vp9,opus',
  durationMs: 10_000,
  bytes: 1_000_000,
} as Recording;

interface Run {
  readonly task: ExportTask;
  readonly report: (progress: ExportProgress) => void;
  finish(error?: unknown): void;
}

interface SetUp {
  readonly isKept?: boolean;
  readonly isRefused?: boolean;
  /** What the dialog throws. */
  readonly error?: DOMException;
  /** Opens the file of a recording. */
  readonly open?: (watch: CopyWatch) => Promise<Blob>;
}

function setUp({ isKept = false, isRefused = false, error, open }: SetUp = {}) {
  const log: string[] = [];
  const runs: Run[] = [];
  let now = 0;
  const exports = createExports({
    async open({ id }, watch) {
      log.push(`open ${id}`);
      return (await open?.(watch)) ?? new Blob([id]);
    },
    async useMedia({ id }) {
      log.push(`use ${id}`);
      return async () => void log.push(`end ${id}`);
    },
    onEnd: async () => undefined,
    async chooseTarget(name, mimeType) {
      log.push(`choose ${name} ${mimeType}`);
      if (error !== undefined) throw error;
      if (isRefused) return undefined;
      const handle = { name } as FileSystemFileHandle;
      return {
        handle,
        isKept,
        name,
        deliver: async () => void log.push(`deliver ${name}`),
        discard: async () => void log.push(`discard ${name}`),
      };
    },
    runner: {
      run: (task, report, signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          runs.push({ task, report, finish: (error) => (error === undefined ? resolve() : reject(error)) });
        }),
    },
    now: () => now,
  });
  const states = () => exports.jobs.value.map(({ state }) => state.what);
  return {
    exports,
    log,
    runs,
    states,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

describe('an export', () => {
  it('asks for a file, reports, and is delivered', async () => {
    const { exports, log, runs, states, wait } = setUp();
    await exports.start(recording, 'everywhere', noEdits);
    await expect.poll(() => runs.length).toBe(1);
    expect(log).toEqual(['choose A talk part 1 2.mp4 video/mp4', 'use a', 'open a']);
    expect(runs[0]?.task).toMatchObject({ format: 'everywhere', isKept: false, edits: noEdits });
    wait(4000);
    runs[0]?.report({ share: 0.5, isClosing: false });
    expect(exports.jobs.value[0]?.state).toEqual({ what: 'running', share: 0.5, leftMs: 4000 });
    expect(exports.isBusy.value).toBe(true);
    runs[0]?.report({ share: 1, isClosing: true });
    expect(states()).toEqual(['closing']);
    runs[0]?.finish();
    await expect.poll(states).toEqual(['done']);
    expect(log.slice(3)).toEqual(['end a', 'deliver A talk part 1 2.mp4']);
    expect(exports.isBusy.value).toBe(false);
    exports.dismiss(exports.jobs.value[0]?.id ?? 0);
    expect(states()).toEqual([]);
    expect(log, 'the file stays').not.toContain('discard A talk part 1 2.mp4');
  });

  it('is one if it is started again while its file is chosen', async () => {
    const { exports, log, runs } = setUp();
    await Promise.all([exports.start(recording, 'gif', noEdits), exports.start(recording, 'gif', noEdits)]);
    await expect.poll(() => runs.length).toBe(1);
    expect(log.filter((line) => line.startsWith('choose'))).toHaveLength(1);
    expect(exports.jobs.value).toHaveLength(1);
  });

  it('is none if the dialog is closed', async () => {
    const { exports, runs, states } = setUp({ isRefused: true });
    await exports.start(recording, 'gif', noEdits);
    expect([states(), runs]).toEqual([[], []]);
  });

  it('says that the file can’t be written if the browser refuses the dialog', async () => {
    const { exports } = setUp({ error: new DOMException('no', 'SecurityError') });
    await exports.start(recording, 'gif', noEdits);
    expect(exports.jobs.value[0]?.state).toEqual({
      what: 'failed',
      failure: failure('export-not-writable', 'SecurityError: no'),
    });
  });

  it('that is canceled leaves nothing, and makes room for the next', async () => {
    const { exports, log, runs, states } = setUp();
    await exports.start(recording, 'gif', noEdits);
    await exports.start(recording, 'wav', noEdits);
    await expect.poll(states).toEqual(['running', 'waiting']);
    expect(runs).toHaveLength(1);
    exports.cancel(exports.jobs.value[0]?.id ?? 0);
    expect(states(), 'at once').toEqual(['canceling', 'waiting']);
    await expect.poll(states).toEqual(['running']);
    await expect.poll(() => runs.length).toBe(2);
    expect(runs[1]?.task.format).toBe('wav');
    expect(log).toContain('discard A talk part 1 2.gif');
    expect(log).not.toContain('deliver A talk part 1 2.gif');
  });

  it('shows how much of a long file is copied first; canceled then, the copy ends', async () => {
    let watch: CopyWatch | undefined;
    const open = (given: CopyWatch) => {
      watch = given;
      given.progress(0.5);
      return new Promise<never>((_, reject) => {
        given.signal.addEventListener('abort', () => reject(given.signal.reason));
      });
    };
    const { exports, log, runs, states } = setUp({ open });
    await exports.start(recording, 'gif', noEdits);
    await expect.poll(() => exports.jobs.value[0]?.state).toEqual({ what: 'preparing', share: 0.5 });
    exports.cancel(exports.jobs.value[0]?.id ?? 0);
    watch?.progress(0.6);
    expect(states()).toEqual(['canceling']);
    await expect.poll(states).toEqual([]);
    expect(runs).toEqual([]);
    expect(log).toContain('discard A talk part 1 2.gif');
  });

  it('that waits is canceled without being started', async () => {
    const { exports, runs, states, log } = setUp();
    await exports.start(recording, 'gif', noEdits);
    await exports.start(recording, 'wav', noEdits);
    await expect.poll(() => runs.length).toBe(1);
    exports.cancel(exports.jobs.value[1]?.id ?? 0);
    expect(states(), 'at once').toEqual(['running']);
    expect(log).toContain('discard A talk part 1 2.wav');
    runs[0]?.finish();
    await expect.poll(states).toEqual(['done']);
    await exports.start(recording, 'mp3', noEdits);
    await expect.poll(() => runs.length).toBe(2);
    expect(runs[1]?.task.format).toBe('mp3');
  });

  it('says so if the recording was deleted while it waited', async () => {
    const { exports, runs, states, log } = setUp();
    await exports.start({ ...recording, id: '' }, 'gif', noEdits);
    await expect.poll(states).toEqual(['failed']);
    expect(exports.jobs.value[0]?.state).toMatchObject({ failure: failure('recording-not-found', '') });
    expect(runs).toEqual([]);
    expect(log).toContain('discard A talk part 1 2.gif');
  });

  it('that fails says why, leaves nothing, and makes room for the next', async () => {
    const { exports, log, runs, states } = setUp();
    await exports.start(recording, 'gif', noEdits);
    await exports.start(recording, 'wav', noEdits);
    await expect.poll(() => runs.length).toBe(1);
    runs[0]?.finish(new FailureError('export-disk-full'));
    await expect.poll(states).toEqual(['failed', 'running']);
    expect(exports.jobs.value[0]?.state).toMatchObject({ failure: failure('export-disk-full') });
    expect(log).toContain('discard A talk part 1 2.gif');
    expect(log).toContain('end a');
  });

  it('that is kept is downloaded again, until it is dismissed', async () => {
    const { exports, log, runs, states } = setUp({ isKept: true });
    await exports.start(recording, 'webm', noEdits);
    await expect.poll(() => runs.length).toBe(1);
    runs[0]?.finish();
    await expect.poll(states).toEqual(['done']);
    const id = exports.jobs.value[0]?.id ?? 0;
    await exports.deliver(id);
    expect(log.filter((line) => line.startsWith('deliver'))).toHaveLength(2);
    exports.dismiss(id);
    expect(log.at(-1)).toBe('discard A talk part 1 2.webm');
  });
});
