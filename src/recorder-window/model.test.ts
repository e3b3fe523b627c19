import { signal } from '@preact/signals';
import { expect, it, vi } from 'vitest';
import { noSnapshot, type Progress, type RecorderSnapshot } from '../domain/snapshot';
import { done } from '../messaging/rpc';
import { createChoice } from './choice';
import { createRecorderWindow } from './model';

const progress: Progress = {
  source: 'picker',
  container: 'webm',
  timesliceMs: 1000,
  elapsedMs: 5000,
  measuredAt: 100_000,
  bytes: 1,
  sliceCount: 1,
  safeMs: 4000,
  stalled: false,
  sourceSound: false,
  microphone: { label: 'Desk', muted: false, state: 'live' },
};
const session = (state: 'starting' | 'recording' | 'paused' | 'stopping') => ({
  session: { state, recordingId: 'a' },
});

function setUp() {
  const choice = createChoice();
  const recorder = {
    stop: vi.fn(async () => done),
    pause: vi.fn(async () => done),
    resume: vi.fn(async () => done),
    adjust: vi.fn(async () => done),
  };
  const now = signal(100_000);
  const model = createRecorderWindow({ choice, recorder: () => recorder, now });
  const show = (some: Partial<RecorderSnapshot>) => model.show({ ...noSnapshot, ...some });
  return { choice, recorder, now, model, show };
}

it('asks for a choice while the recorder waits for it, and at no other time', () => {
  const { choice, model, show } = setUp();
  expect(model.view.value).toBe('idle');
  show(session('starting'));
  expect(model.view.value).toBe('starting');
  void choice.made();
  expect(model.view.value).toBe('choice');
  model.choose();
  expect(model.view.value).toBe('starting');
});

it('says that it records, and that it saves the last slice', () => {
  const { model, show } = setUp();
  show(session('paused'));
  expect(model.view.value).toBe('recording');
  show(session('stopping'));
  expect(model.view.value).toBe('stopping');
});

it('asks to be kept open for what the disk refused', () => {
  const { model, show } = setUp();
  const rescue = { name: 'Lesson', format: 'webm-vp8', url: 'blob:1', bytes: 3, unsavedBytes: 1 } as const;
  show({ rescues: [{ ...rescue, recordingId: 'a', isWhole: true }] });
  expect(model.view.value).toBe('rescue');
});

it('says that it makes a file', () => {
  const { model, show } = setUp();
  show({ downloading: true });
  expect(model.view.value).toBe('file');
});

it('counts the time while it records, and holds it in a pause', () => {
  const { now, model, show } = setUp();
  show({ ...session('recording'), progress });
  now.value += 1500;
  expect(model.elapsedMs.value).toBe(6500);
  show({ ...session('paused'), progress });
  expect(model.elapsedMs.value).toBe(5000);
});

it('pauses, resumes, mutes and stops', () => {
  const { recorder, model, show } = setUp();
  show({ ...session('recording'), progress });
  model.pauseOrResume();
  expect(recorder.pause).toHaveBeenCalledOnce();
  show({ ...session('paused'), progress });
  model.pauseOrResume();
  expect(recorder.resume).toHaveBeenCalledOnce();
  model.muteOrUnmute();
  expect(recorder.adjust).toHaveBeenCalledExactlyOnceWith({ muted: true });
  model.stop();
  expect(recorder.stop).toHaveBeenCalledOnce();
});

it('cancels a choice after it has stopped the recorder, which then knows that the user wanted it', async () => {
  const { choice, recorder, model, show } = setUp();
  show(session('starting'));
  const made = choice.made().catch(() => expect(recorder.stop).toHaveBeenCalledOnce());
  model.stop();
  await made;
  expect(model.view.value).toBe('starting');
});
