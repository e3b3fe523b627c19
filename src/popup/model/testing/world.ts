import { signal } from '@preact/signals';
import { type Device, type FailureCode, ok, type Result } from '../../../domain/failure';
import type { Notices } from '../../../domain/notices';
import { type CaptureOptions, defaultOptions } from '../../../domain/options';
import { createRevisions, type Levels, type Progress, type RecorderSnapshot } from '../../../domain/snapshot';
import type { FolderModel } from '../../../folder/model';
import { noFolder } from '../../../folder/testing/no-folder';
import type { Status } from '../../../messaging/calls';
import type { Call } from '../../../messaging/rpc';
import { createPopup, type PopupDeps } from '../model';
import type { TabFacts } from '../tab-access';

/** A snapshot as the tests write it; its revision follows from when it is made. */
export type SnapshotContent = Omit<RecorderSnapshot, 'revision'>;

/** Notices as the tests write them. */
export type NoticesContent = Partial<Omit<Notices, 'revision'>>;

/** What the service worker knows. */
export type StatusContent = SnapshotContent & NoticesContent;

export const granted: TabFacts = {
  tab: { id: 7, windowId: 2, title: 'A page', url: 'https://example.org/' },
  possible: true,
  allowed: true,
  denied: false,
  refusal: undefined,
};
export const idle: SnapshotContent = { session: { state: 'inactive' } };
export const progress: Progress = {
  source: 'tab',
  sourceSound: true,
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
export const recording: SnapshotContent = {
  session: { state: 'recording', recordingId: 'r1' },
  progress,
  tab: { id: 7, windowId: 2, title: 'A page', crashed: false, muted: false },
};

export function endedBy(code: FailureCode, saved: boolean): SnapshotContent {
  return {
    session: { state: 'inactive', last: { recordingId: 'r1', saved, failure: { code, detail: 'why' } } },
  };
}

/** A computer with a microphone and a camera, neither of which was asked for yet; nothing changes. */
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
  openCamera: async () => ({ picture: {} as MediaStream, close: () => undefined }),
  openShortcuts: async () => undefined,
  isPinned: async () => true,
  sharing: { sound: true, surface: true, oneSize: true },
  later: () => () => undefined,
  visible: signal(true),
};

/** The world around a popup. */
export interface World {
  status: Result<StatusContent> | Promise<Result<StatusContent>>;
  /** Whether every timer fires at once. */
  hurries: boolean;
  facts: TabFacts;
  stored: CaptureOptions;
  folder: FolderModel;
  answers: Record<string, Result<unknown> | Promise<Result<unknown>>>;
}

/** A popup in a world of fakes; it is opening. */
export function createWorld(change: Partial<World> = {}) {
  const world: World = {
    status: ok(idle),
    hurries: false,
    facts: granted,
    stored: defaultOptions,
    folder: noFolder(),
    answers: {},
    ...change,
  };
  const calls: (readonly [string, unknown])[] = [];
  const done: string[] = [];
  const timers = new Set<() => void>();
  const waits: (() => void)[] = [];
  const listening = new Set<(levels: Levels) => void>();
  const nextRevision = createRevisions(1);
  let noticesRevision = 0;
  let takeSnapshot: (snapshot: RecorderSnapshot) => void = () => undefined;
  let takeNotices: (notices: Notices) => void = () => undefined;
  let now = 1_000_000;

  /** The answer has the revision at the time of the request, however late it arrives. */
  const answerStatus = async (): Promise<Result<Status>> => {
    const revision = nextRevision();
    noticesRevision += 1;
    const writtenAt = noticesRevision;
    const answer = await world.status;
    if (!answer.ok) return answer;
    const { refusal, refusedTab, saved, recovered = [], ...snapshot } = answer.value;
    const notices: Notices = {
      revision: [writtenAt],
      recovered,
      ...(refusal === undefined ? {} : { refusal }),
      ...(refusedTab === undefined ? {} : { refusedTab }),
      ...(saved === undefined ? {} : { saved }),
    };
    return ok({ snapshot: { revision, ...snapshot }, notices });
  };
  const deps: PopupDeps = {
    call: (async (_to: string, name: string, request?: unknown) => {
      if (name === 'status') return answerStatus();
      calls.push([name, request]);
      return world.answers[name] ?? ok(undefined);
    }) as Call,
    onSnapshot(listener) {
      takeSnapshot = listener;
      return () => undefined;
    },
    onNotices(listener) {
      takeNotices = listener;
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
    readThumbnail: async () => undefined,
    folder: world.folder,
    openSetup: async () => void done.push('setup'),
    copy: async (text) => void done.push(`copy ${text}`),
    close: () => done.push('close'),
  };
  const popup = createPopup(deps);
  return {
    popup,
    opening: popup.open(),
    world,
    /** Fires every timer that was ever set. */
    runOut() {
      for (const task of waits) task();
    },
    calls,
    done,
    timers,
    listening,
    pass(ms: number) {
      now += ms;
      for (const tick of timers) tick();
    },
    /** The recorder publishes this now. */
    send: (content: SnapshotContent) => takeSnapshot({ revision: nextRevision(), ...content }),
    /** The service worker publishes this now. */
    sendNotices({ recovered = [], ...content }: NoticesContent) {
      noticesRevision += 1;
      takeNotices({ revision: [noticesRevision], recovered, ...content });
    },
  };
}

/** A popup in a world of fakes, once it is open. */
export async function openPopup(change: Partial<World> = {}) {
  const opened = createWorld(change);
  await opened.opening;
  return opened;
}
