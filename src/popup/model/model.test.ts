import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { type Device, type FailureCode, fail, ok, type Result } from '../../domain/failure';
import { type CaptureOptions, defaultOptions } from '../../domain/options';
import type { Levels, Progress, Snapshot } from '../../domain/snapshot';
import type { Call } from '../../messaging/rpc';
import { createPopup } from './model';
import type { TabFacts } from './tab-access';

const granted: TabFacts = {
  tab: { id: 7, windowId: 2, title: 'A page', url: 'https://example.org/' },
  allowed: true,
  denied: false,
  refusal: undefined,
};
const idle: Snapshot = { session: { state: 'inactive' } };
const progress: Progress = {
  source: 'tab',
  sourceSound: true,
  tab: { id: 7, windowId: 2, title: 'A page' },
  container: 'webm',
  timesliceMs: 1000,
  elapsedMs: 5000,
  measuredAt: 1_000_000,
  bytes: 1,
  sliceCount: 5,
  safeMs: 4900,
  savedAt: 999_900,
  stalled: false,
};
const recording: Snapshot = { session: { state: 'recording', recordingId: 'r1' }, progress };

function endedBy(code: FailureCode, saved: boolean): Snapshot {
  return {
    session: { state: 'inactive', last: { recordingId: 'r1', saved, failure: { code, detail: 'why' } } },
  };
}

/** A computer with a microphone and a camera that nobody was asked about, where nothing changes. */
const quiet = {
  onLevels: () => () => undefined,
  screen: { width: 1920, height: 1080, pixelRatio: 1 },
  listDevices: async () => ({
    microphone: [{ id: '', name: '', isDefault: true }],
    camera: [{ id: '', name: '', isDefault: true }],
  }),
  onDevicesChanged: () => undefined,
  watchThumbnail: () => () => undefined,
  freeSpace: async () => ({ freeBytes: 1e9 }),
  watchDevicePermission: (_device: Device, listener: (permission: PermissionState) => void) =>
    listener('prompt'),
  openMicrophoneLevel: async () => () => undefined,
  later: () => () => undefined,
  visible: signal(true),
};

interface World {
  status: Result<Snapshot> | Promise<Result<Snapshot>>;
  /** Whether every time that is waited for is over at once. */
  hurries: boolean;
  facts: TabFacts;
  stored: CaptureOptions;
  answers: Record<string, Result<unknown> | Promise<Result<unknown>>>;
}

async function openPopup(change: Partial<World> = {}) {
  const world: World = {
    status: ok(idle),
    hurries: false,
    facts: granted,
    stored: defaultOptions,
    answers: {},
    ...change,
  };
  const calls: (readonly [string, unknown])[] = [];
  const done: string[] = [];
  const timers = new Set<() => void>();
  const waits: (() => void)[] = [];
  const listening = new Set<(levels: Levels) => void>();
  let send: (snapshot: Snapshot) => void = () => undefined;
  let now = 1_000_000;
  const call = (async (_to: string, name: string, request?: unknown) => {
    if (name === 'status') return world.status;
    calls.push([name, request]);
    return world.answers[name] ?? ok(undefined);
  }) as Call;
  const popup = createPopup({
    call,
    onSnapshot(listener) {
      send = listener;
      return () => undefined;
    },
    ...quiet,
    later(_ms, task) {
      waits.push(task);
      if (world.hurries) task();
      return () => undefined;
    },
    onLevels(listener) {
      listening.add(listener);
      return () => listening.delete(listener);
    },
    load: async () => world.stored,
    save: async () => undefined,
    isTypeSupported: () => true,
    tabFacts: async () => world.facts,
    shortcuts: async () => ({ toggleRecording: 'Ctrl+Shift+H' }),
    now: () => now,
    every(_ms, tick) {
      timers.add(tick);
      return () => timers.delete(tick);
    },
    goToTab: async (tab) => void done.push(`tab ${tab.id}`),
    openLibrary: async (id, plays) => void done.push(`library ${id}${plays ? ' at once' : ''}`),
    openSetup: async () => void done.push('setup'),
    copy: async (text) => void done.push(`copy ${text}`),
    close: () => done.push('close'),
  });
  await popup.open();
  const pass = (ms: number) => {
    now += ms;
    for (const tick of timers) tick();
  };
  /** Whatever was ever waited for is over now. */
  const runOut = () => {
    for (const task of waits) task();
  };
  return {
    popup,
    world,
    runOut,
    calls,
    done,
    timers,
    listening,
    pass,
    send: (snapshot: Snapshot) => send(snapshot),
  };
}

describe('the popup, when it opens', () => {
  it('shows the recording in progress, wherever it was started', async () => {
    const { popup } = await openPopup({ status: ok(recording) });
    expect(popup.ready.value).toBe(true);
    expect(popup.snapshot.value).toEqual(recording);
    expect(popup.shortcuts.value).toEqual({ toggleRecording: 'Ctrl+Shift+H' });
  });

  it('believes the recorder more than an older answer', async () => {
    let answer: (status: Result<Snapshot>) => void = () => undefined;
    const later = new Promise<Result<Snapshot>>((resolve) => {
      answer = resolve;
    });
    let send: (snapshot: Snapshot) => void = () => undefined;
    const popup = createPopup({
      call: (() => later) as Call,
      onSnapshot(listener) {
        send = listener;
        return () => undefined;
      },
      ...quiet,
      load: async () => defaultOptions,
      save: async () => undefined,
      isTypeSupported: () => true,
      tabFacts: async () => granted,
      shortcuts: async () => ({}),
      now: () => 0,
      every: () => () => undefined,
      goToTab: async () => undefined,
      openSetup: async () => undefined,
      openLibrary: async () => undefined,
      copy: async () => undefined,
      close: () => undefined,
    });
    const opening = popup.open();
    send(recording);
    answer(ok(idle));
    await opening;
    expect(popup.snapshot.value).toEqual(recording);
  });

  it('shows itself, and the failure, where nobody answers', async () => {
    const { popup } = await openPopup({ status: fail('nobody-answered') });
    expect(popup.ready.value).toBe(true);
    expect(popup.failure.value?.failure.code).toBe('nobody-answered');
  });

  it('does not wait for ever for a service worker that does not start', async () => {
    let answer: (status: Result<Snapshot>) => void = () => undefined;
    const status = new Promise<Result<Snapshot>>((resolve) => {
      answer = resolve;
    });
    const { popup } = await openPopup({ status, hurries: true });
    expect(popup.ready.value).toBe(true);
    expect(popup.failure.value?.failure.code).toBe('nobody-answered');
    answer(ok(recording));
    await status;
    await Promise.resolve();
    expect(popup.snapshot.value, 'a late answer is an answer').toEqual(recording);
    expect(popup.failure.value).toBeUndefined();
  });

  it('believes the answer to a later question more than one that came after it', async () => {
    let answer: (status: Result<Snapshot>) => void = () => undefined;
    const first = new Promise<Result<Snapshot>>((resolve) => {
      answer = resolve;
    });
    const { popup, world, runOut } = await openPopup({ status: first, hurries: true });
    world.hurries = false;
    world.status = ok(recording);
    await popup.dismiss();
    expect(popup.snapshot.value).toEqual(recording);
    runOut();
    expect(popup.failure.value, 'nor does its time run out any more').toBeUndefined();
    answer(fail('nobody-answered'));
    await first;
    await Promise.resolve();
    expect(popup.snapshot.value).toEqual(recording);
    expect(popup.failure.value).toBeUndefined();
  });
});

describe('the clock', () => {
  it('ticks by one timer, only while it records', async () => {
    const { popup, timers, pass, send } = await openPopup({ status: ok(recording) });
    expect(timers.size).toBe(1);
    pass(400);
    expect(popup.reading.value).toEqual({ elapsedMs: 5400, savedAgoMs: 500 });
    send({ ...recording, progress: { ...progress, elapsedMs: 5400, measuredAt: 1_000_400 } });
    expect(timers.size).toBe(1);
    send({ ...recording, session: { state: 'paused', recordingId: 'r1' } });
    expect(timers.size).toBe(0);
    send(idle);
    expect(timers.size).toBe(0);
  });
});

describe('start', () => {
  it('records this tab with the chosen options', async () => {
    const { popup, calls } = await openPopup();
    popup.choices.choose('timesliceMs', '250');
    await popup.start();
    expect(calls).toEqual([
      [
        'start',
        { options: { ...defaultOptions, timesliceMs: 250 }, tab: { id: 7, windowId: 2, title: 'A page' } },
      ],
    ]);
  });

  it('happens once, however often it is clicked', async () => {
    const { popup, calls } = await openPopup();
    const first = popup.start();
    expect(popup.canStart.value).toBe(false);
    await Promise.all([first, popup.start(), popup.start()]);
    expect(calls.length).toBe(1);
    expect(popup.canStart.value).toBe(true);
  });

  it('asks for permission first', async () => {
    const { popup, world, calls } = await openPopup({
      facts: { ...granted, allowed: false },
      answers: { requestTabCapture: ok(false) },
    });
    expect(popup.access.value).toBe('ask');
    world.facts = { ...granted, allowed: false, denied: true };
    await popup.start();
    expect(calls).toEqual([['requestTabCapture', undefined]]);
    expect(popup.access.value).toBe('denied');
    expect(popup.source.value).toBe('picker');
  });

  it('is not possible on a tab that was not invoked since', async () => {
    const { popup } = await openPopup({
      facts: { ...granted, tab: { id: 7, windowId: 2 }, refusal: 'tab-not-invoked' },
    });
    expect(popup.access.value).toBe('click-again');
    expect(popup.canStart.value).toBe(false);
    popup.chooseSource('picker');
    expect(popup.canStart.value).toBe(true);
  });

  it('takes the picker where the page is protected, and sends no tab with it', async () => {
    const { popup, calls } = await openPopup({
      facts: { ...granted, tab: { id: 7, windowId: 2 } },
    });
    expect(popup.source.value).toBe('picker');
    await popup.start();
    expect(calls).toEqual([['start', { options: { ...defaultOptions, source: 'picker' } }]]);
  });

  it('after a refusal offers the picker, and asks again when this tab is chosen', async () => {
    const { popup, calls } = await openPopup({ facts: { ...granted, allowed: false, denied: true } });
    expect(popup.source.value).toBe('picker');
    popup.chooseSource('tab');
    await popup.start();
    expect(calls.map(([name]) => name)).toEqual(['requestTabCapture']);
  });

  it('is possible with a wrong number that has no meaning for the source', async () => {
    const { popup } = await openPopup();
    popup.choices.choose('quality', 'custom');
    popup.choices.type('quality', 'much');
    expect(popup.wrongNumber.value).toBe('quality');
    popup.chooseSource('microphone');
    expect(popup.wrongNumber.value).toBeUndefined();
    expect(popup.canStart.value).toBe(true);
  });

  it('is not possible with a wrong timeslice', async () => {
    const { popup, calls } = await openPopup();
    popup.choices.choose('timesliceMs', 'custom');
    popup.choices.type('timesliceMs', '5');
    expect(popup.canStart.value).toBe(false);
    expect(popup.wrongNumber.value).toBe('timesliceMs');
    await popup.start();
    expect(calls).toEqual([]);
  });

  it.each(['camera', 'microphone'] as const)('records the %s, with no tab and no inset', async (source) => {
    const { popup, calls } = await openPopup({ stored: { ...defaultOptions, source, inset: true } });
    await popup.start();
    expect(calls).toEqual([['start', { options: { ...defaultOptions, source, inset: false } }]]);
  });

  it('sends the inset with what it can stand in, and remembers it all the time', async () => {
    const { popup, calls } = await openPopup({
      stored: { ...defaultOptions, source: 'microphone', inset: true },
    });
    popup.chooseSource('tab');
    await popup.start();
    expect(calls[0]?.[1]).toMatchObject({ options: { source: 'tab', inset: true } });
  });

  it('that the person cancelled is no failure', async () => {
    const { popup } = await openPopup({ answers: { start: fail('start-cancelled') } });
    await popup.start();
    expect(popup.failure.value).toBeUndefined();
  });

  it('leaves Stop possible while it waits for the person', async () => {
    const { popup, calls, send } = await openPopup({ answers: { start: new Promise(() => undefined) } });
    void popup.start();
    send({ session: { state: 'starting', recordingId: 'r1' } });
    await popup.command('stop');
    expect(calls.map(([name]) => name)).toEqual(['start', 'stop']);
  });
});

describe('a countdown', () => {
  it('goes down with the clock, and is over when it records', async () => {
    const starting: Snapshot = {
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
    const counting: Snapshot = {
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

describe('a change of sound or inset', () => {
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

describe('the levels', () => {
  it('are heard only while something is recorded', async () => {
    const { popup, listening, send } = await openPopup();
    expect(listening.size).toBe(0);
    send(recording);
    for (const listener of listening) listener({ microphone: 0.5 });
    expect(popup.levels.value).toEqual({ microphone: 0.5 });
    send(idle);
    expect(listening.size).toBe(0);
    expect(popup.levels.value).toEqual({});
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

describe('a failure', () => {
  it('of a call is shown until it is dismissed', async () => {
    const { popup, calls } = await openPopup({ answers: { start: fail('already-recording') } });
    await popup.start();
    expect(popup.failure.value).toEqual({
      failure: { code: 'already-recording' },
      kept: undefined,
      where: undefined,
    });
    await popup.dismiss();
    expect(popup.failure.value).toBeUndefined();
    expect(calls.at(-1)).toEqual(['dismiss', undefined]);
  });

  it('of the last session says what was kept', async () => {
    const kept = await openPopup({ status: ok(endedBy('disk-full', true)) });
    expect(kept.popup.failure.value).toMatchObject({ kept: 'r1', where: 'on-disk' });
    const lost = await openPopup({ status: ok(endedBy('nothing-to-record', false)) });
    expect(lost.popup.failure.value).toMatchObject({ kept: undefined, where: 'nowhere' });
  });

  it('of the disk says that what it refused is in memory, and leads to it', async () => {
    const rescue = {
      recordingId: 'r1',
      name: 'Lesson',
      format: 'webm-vp9',
      url: 'blob:1',
      bytes: 3,
      unsavedBytes: 3,
      isWhole: true,
    } as const;
    const { popup, done, world } = await openPopup({
      status: ok({ ...endedBy('storage-failed', false), rescues: [rescue] }),
    });
    expect(popup.failure.value).toMatchObject({ kept: undefined, where: 'in-memory' });
    expect(popup.hasRescue.value, 'it is said once').toBe(false);
    await popup.act('open-library');
    expect(done).toEqual(['library undefined']);
    world.status = ok({ ...idle, rescues: [rescue] });
    await popup.dismiss();
    expect(popup.failure.value).toBeUndefined();
    expect(popup.hasRescue.value, 'it is said until it is saved').toBe(true);
  });

  it('of the menu or the keyboard is shown, too', async () => {
    const { popup } = await openPopup({ status: ok({ ...idle, notice: { code: 'not-recording' } }) });
    expect(popup.failure.value?.failure.code).toBe('not-recording');
  });

  it('of the menu or the keyboard stays while the recorder, which knows nothing of it, goes on', async () => {
    const notice = { code: 'already-recording' } as const;
    const { popup, send } = await openPopup({ status: ok({ ...recording, notice }) });
    send(recording);
    send({ ...recording, session: { state: 'paused', recordingId: 'r1' } });
    expect(popup.failure.value?.failure).toEqual(notice);
    send(idle);
    expect(popup.failure.value).toBeUndefined();
  });

  it('of the menu or the keyboard comes from the service worker once nothing is recorded', async () => {
    const { popup, send } = await openPopup();
    send({ ...idle, notice: { code: 'permission-denied' } });
    expect(popup.failure.value?.failure.code).toBe('permission-denied');
    send(idle);
    expect(popup.failure.value).toBeUndefined();
  });

  it('of the menu or the keyboard is heard of although the recorder spoke before the answer came', async () => {
    const { popup, world, send } = await openPopup({ status: ok(recording) });
    world.status = ok({ ...recording, notice: { code: 'already-recording' } });
    const asking = popup.command('saveNow');
    for (let turn = 0; turn < 3; turn += 1) {
      send(recording);
      await Promise.resolve();
    }
    await asking;
    expect(popup.failure.value?.failure.code).toBe('already-recording');
  });

  it('of the menu or the keyboard goes when it is dismissed', async () => {
    const { popup, world } = await openPopup({
      status: ok({ ...recording, notice: { code: 'already-recording' } }),
    });
    world.status = ok(recording);
    const dismissing = popup.dismiss();
    expect(popup.failure.value).toBeUndefined();
    await dismissing;
    expect(popup.failure.value).toBeUndefined();
  });

  it('of the last session is not hidden by what it refused while it lasted', async () => {
    const { popup, send } = await openPopup({
      status: ok({ ...recording, notice: { code: 'already-recording' } }),
      answers: { start: fail('already-recording') },
    });
    await popup.start();
    expect(popup.failure.value?.failure.code).toBe('already-recording');
    send({ ...endedBy('disk-full', true), notice: { code: 'already-recording' } });
    expect(popup.failure.value).toMatchObject({
      failure: { code: 'disk-full' },
      kept: 'r1',
      where: 'on-disk',
    });
  });

  it.each([
    ['open-library', 'disk-full', ['library r1']],
    ['close', 'tab-not-invoked', ['close']],
    ['copy-details', 'unexpected', ['copy unexpected: why']],
  ] as const)('has a button that does it: %s', async (action, code, expected) => {
    const { popup, done } = await openPopup({ status: ok(endedBy(code, true)) });
    await popup.act(action);
    expect(done).toEqual(expected);
  });

  it.each([
    ['start-again', ['dismiss', 'start']],
    ['use-picker', ['dismiss', 'start']],
    ['ask-permission', ['requestTabCapture']],
    ['check-again', ['dismiss']],
  ] as const)('has a button that does it: %s', async (action, expected) => {
    const { popup, calls } = await openPopup({ status: ok(endedBy('unexpected', false)) });
    await popup.act(action);
    expect(calls.map(([name]) => name)).toEqual(expected);
    if (action === 'use-picker') expect(popup.source.value).toBe('picker');
  });

  it('has a button that changes the settings', async () => {
    const { popup } = await openPopup({
      stored: { ...defaultOptions, source: 'picker', timesliceMs: null, format: 'mp4-av1' },
      status: ok(endedBy('format-unsupported', false)),
    });
    await popup.act('use-automatic');
    expect(popup.choices.options.value).toEqual({
      ...defaultOptions,
      source: 'picker',
      timesliceMs: null,
      format: 'automatic',
    });
    await popup.act('reset-options');
    expect(popup.choices.options.value).toEqual(defaultOptions);
  });
});

describe('what was found again', () => {
  const found = [
    { recordingId: 'r1', durationMs: 724_000 },
    { recordingId: 'r0', durationMs: 5000 },
  ];

  it('takes the place of the word that the recorder is gone, which says less', async () => {
    const { popup, send } = await openPopup({ status: ok({ ...endedBy('recorder-gone', true), found }) });
    expect(popup.found.value).toEqual(found);
    expect(popup.failure.value).toBeUndefined();
    send({ ...endedBy('disk-full', true), found });
    expect(popup.failure.value?.failure.code).toBe('disk-full');
  });

  it('is played in the library, and answered thereby', async () => {
    const { popup, world, calls, done } = await openPopup({ status: ok({ ...idle, found }) });
    world.status = ok(idle);
    await popup.playFound();
    expect(done).toEqual(['library r1 at once']);
    expect(calls).toEqual([['keepFound', undefined]]);
    expect(popup.found.value).toEqual([]);
  });

  it('is kept, and no more said of it', async () => {
    const { popup, world, calls } = await openPopup({ status: ok({ ...idle, found }) });
    world.status = ok(idle);
    await popup.keepFound();
    expect(calls).toEqual([['keepFound', undefined]]);
    expect(popup.found.value).toEqual([]);
  });
});

describe('the recorded tab', () => {
  it('is found again', async () => {
    const { popup, done } = await openPopup({ status: ok(recording) });
    await popup.goToTab();
    expect(done).toEqual(['tab 7']);
  });
});
