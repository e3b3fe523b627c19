import { signal } from '@preact/signals';
import { expect, it, vi } from 'vitest';
import { type Failure, FailureError } from '../domain/failure';
import type { SavingProgress } from '../files/save-files';
import type { Target } from '../files/save-many';
import { recordingRow } from '../storage/testing/recording';
import { createSaving, type SavingNow } from './saving';

const recordings = ['a', 'b'].map((id) => recordingRow(id, { bytes: 10 }));
const target: Target = { kind: 'zip', file: {} as FileSystemFileHandle };

function setUp(
  saveTo: (report: (progress: SavingProgress) => Promise<boolean>) => Promise<void>,
  picked: () => Target | undefined = () => target,
) {
  const failure = signal<Failure | undefined>(undefined);
  const used = new Set<string>();
  const seen: (SavingNow | undefined)[] = [];
  const onEnd = vi.fn(async () => expect([...used], 'what was deleted meanwhile can go').toEqual([]));
  const saving = createSaving({
    targets: ['folder', 'zip'],
    pickTarget: async () => picked(),
    saveTo: (_, __, report) => {
      expect([...used], 'no page can delete it meanwhile').toEqual(['a', 'b']);
      return saveTo(report);
    },
    async useMedia({ ranges }) {
      for (const { mediaId } of ranges) used.add(mediaId);
      return async () => used.clear();
    },
    onEnd,
    attempts: { report: (reported) => Object.assign(failure, { value: reported }) },
    idleWork: { during: (work) => work() },
  });
  saving.saving.subscribe((now) => seen.push(now));
  return { ...saving, failure, used, seen, onEnd };
}

it('shows the progress while it saves', async () => {
  const { saveMany, seen, used, failure, onEnd } = setUp(async (report) => {
    expect(await report({ saved: 1, bytes: 12 })).toBe(true);
  });
  await saveMany(recordings, 'zip');
  const now = { count: 2, allBytes: 20 };
  expect(seen).toEqual([
    undefined,
    { ...now, saved: 0, bytes: 0 },
    { ...now, saved: 1, bytes: 12 },
    undefined,
  ]);
  expect(used.size).toBe(0);
  expect(onEnd).toHaveBeenCalledOnce();
  expect(failure.value).toBeUndefined();
});

it('does nothing if nothing was chosen', async () => {
  const { saveMany, seen } = setUp(
    async () => expect.unreachable(),
    () => undefined,
  );
  await saveMany(recordings, 'folder');
  expect(seen).toEqual([undefined]);
});

it('can be canceled, which is no failure', async () => {
  const world = setUp(async (report) => {
    world.cancelSaving();
    expect(await report({ saved: 0, bytes: 1 })).toBe(false);
    throw new DOMException('Canceled', 'AbortError');
  });
  await world.saveMany(recordings, 'zip');
  expect(world.failure.value).toBeUndefined();
  expect(world.saving.value).toBeUndefined();
});

it('reports a failure, and can be tried again', async () => {
  let tries = 0;
  const { saveMany, failure, used } = setUp(async () => {
    tries += 1;
    throw new FailureError('files-not-saved', 'gone');
  });
  await saveMany(recordings, 'zip');
  expect(failure.value).toEqual({ code: 'files-not-saved', detail: 'gone' });
  expect(used.size).toBe(0);
  await saveMany(recordings, 'zip');
  expect(tries).toBe(2);
});
