import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../domain/failure';
import { defaultOptions } from '../../domain/options';
import { noFolder } from '../../folder/testing/no-folder';
import { createWorld, idle, openPopup, recording, type SnapshotContent } from './testing/world';

describe('a countdown', () => {
  it('goes down with the clock, and is over when it records', async () => {
    const starting: SnapshotContent = {
      session: { state: 'starting', recordingId: 'r1' },
      countdownEndsAt: 1_003_000,
    };
    const { popup, pass, send, timers } = await openPopup({ status: ok(starting) });
    expect(popup.countdown.value).toBe(3);
    pass(1500);
    expect(popup.countdown.value).toBe(2);
    send(recording);
    expect(popup.countdown.value).toBeUndefined();
    send(idle);
    expect(timers.size).toBe(0);
  });

  it('closes the popup before a picked screen is recorded, and stays beside everything else', async () => {
    const counting: SnapshotContent = {
      session: { state: 'starting', recordingId: 'a' },
      countdownEndsAt: 1_003_000,
    };
    for (const source of ['picker', 'tab', 'camera', 'microphone'] as const) {
      const stored = { ...defaultOptions, source };
      const { done, pass } = await openPopup({ status: ok(counting), stored });
      pass(2400);
      expect(done).toEqual([]);
      pass(200);
      pass(200);
      expect(done).toEqual(source === 'picker' ? ['close'] : []);
    }
  });
});

describe('a change of audio or inset', () => {
  it('goes to the recording and is remembered; being muted is for this recording alone', async () => {
    const { popup, calls } = await openPopup({ status: ok(recording) });
    await popup.adjust({ insetCorner: 'top-left' });
    await popup.adjust({ muted: true });
    expect(calls).toEqual([
      ['adjust', { insetCorner: 'top-left' }],
      ['adjust', { muted: true }],
    ]);
    expect(popup.choices.options.value).toEqual({ ...defaultOptions, insetCorner: 'top-left' });
  });

  it('is shown as asked until the recorder has answered, the newest of each', async () => {
    let answer: (result: Result<void>) => void = () => undefined;
    const first = new Promise<Result<void>>((resolve) => {
      answer = resolve;
    });
    const answers: { adjust: Result<void> | Promise<Result<void>> } = { adjust: first };
    const { popup } = await openPopup({ status: ok(recording), answers });
    const adjusted = popup.adjust({ inset: true });
    expect(popup.pendingChange.value).toEqual({ inset: true });
    answers.adjust = new Promise(() => undefined);
    void popup.adjust({ inset: false });
    expect(popup.pendingChange.value).toEqual({ inset: false });
    answer(ok(undefined));
    await adjusted;
    expect(popup.pendingChange.value).toEqual({ inset: false });
    answers.adjust = fail('camera-missing');
    await popup.adjust({ muted: true });
    expect(popup.pendingChange.value).toEqual({ inset: false });
  });

  it('before a recording is a choice and no more', async () => {
    const { popup, calls } = await openPopup();
    await popup.adjust({ microphoneGain: 0.5 });
    expect(calls).toEqual([]);
    expect(popup.choices.options.value.microphoneGain).toBe(0.5);
  });

  it('that is refused is a failure', async () => {
    const { popup } = await openPopup({
      status: ok(recording),
      answers: { adjust: fail('microphone-busy') },
    });
    await popup.adjust({ microphoneId: 'b' });
    expect(popup.failure.value?.failure.code).toBe('microphone-busy');
  });
});

describe('a reset', () => {
  it('brings back every default, the source included', async () => {
    const { popup } = await openPopup({ stored: { ...defaultOptions, source: 'camera', frameRate: 60 } });
    popup.chooseSource('picker');
    popup.reset();
    expect(popup.choices.options.value).toEqual(defaultOptions);
    expect(popup.source.value).toBe('tab');
  });
});

describe('the recorded tab', () => {
  it('is brought to the front', async () => {
    const { popup, done } = await openPopup({ status: ok(recording) });
    await popup.goToTab();
    expect(done).toEqual(['tab 7']);
  });
});

describe('a late database', () => {
  it('keeps the folder waiting, and nothing else for long', async () => {
    const folder = { ...noFolder(), begin: () => new Promise<void>(() => undefined) };
    const { popup, opening, runOut } = createWorld({ status: ok(recording), folder });
    runOut();
    await opening;
    expect(popup.ready.value).toBe(true);
  });
});

describe('the first render', () => {
  it('waits for the notes of the folder, which would move the button', async () => {
    let read: () => void = () => undefined;
    const begin = () =>
      new Promise<void>((resolve) => {
        read = resolve;
      });
    const { popup, opening } = createWorld({ folder: { ...noFolder(), begin } });
    await new Promise((resolve) => setTimeout(resolve));
    expect(popup.ready.value).toBe(false);
    read();
    await opening;
    expect(popup.ready.value).toBe(true);
  });
});
