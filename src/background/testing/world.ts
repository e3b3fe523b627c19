import { vi } from 'vitest';
import { fail, ok } from '../../domain/failure';
import type { SavedRecording } from '../../domain/notices';
import { type CaptureOptions, defaultOptions } from '../../domain/options';
import { isNewer, type Revised } from '../../domain/revision';
import { inactive } from '../../domain/session';
import { createRevisions, type RecorderSnapshot } from '../../domain/snapshot';
import { later } from '../../domain/watch';
import { createLastingStore, createSessionStore } from '../../extension/store';
import { createMemoryArea } from '../../extension/testing/memory-area';
import type { Call } from '../../messaging/rpc';
import { createController } from '../controller';
import type { ControllerDeps } from '../deps';

/** A snapshot as the tests write it; its revision follows from when it is sent. */
export type Content = Omit<RecorderSnapshot, 'revision'>;

export const tab = { id: 7, windowId: 1, title: 'Lesson' };

/** What the disk refused of a recording. */
export const rescue = {
  recordingId: 'a',
  name: 'Lesson',
  format: 'webm-vp9',
  url: 'blob:1',
  bytes: 3,
  unsavedBytes: 1,
  isWhole: true,
} as const;

/** A controller in a world of fakes: a recorder that starts at once, and a memory. */
export function setUp(changes: Partial<ControllerDeps> = {}, choice: CaptureOptions = defaultOptions) {
  const [area, lastingArea] = [createMemoryArea(), createMemoryArea()];
  const world = { recorder: undefined as Content | undefined, allowed: true, answers: true, seen: false };
  const sent: string[] = [];
  const recovered: SavedRecording[] = [];
  const releases: (() => void)[] = [];
  let recorders = 1;
  let nextRevision = createRevisions(recorders);
  /** Gives a snapshot of the recorder its revision. */
  const stamp = (content: Content): RecorderSnapshot => ({ revision: nextRevision(), ...content });
  const published: { snapshots: RecorderSnapshot[]; notices: Revised[] } = { snapshots: [], notices: [] };
  const end = () => {
    world.recorder = undefined;
    recorders += 1;
    nextRevision = createRevisions(recorders);
  };
  /** The recorder dies, and the browser releases its locks. */
  const kill = () => {
    end();
    for (const release of releases) release();
  };
  const answer = (name: string) => {
    if (world.recorder === undefined || !world.answers) return fail('nobody-answered');
    if (name === 'status') return ok(stamp(world.recorder));
    if (name === 'start') world.recorder = { session: { state: 'recording', recordingId: 'a' } };
    if (name === 'stop')
      world.recorder = { session: { state: 'inactive', last: { recordingId: 'a', saved: true } } };
    return ok(name === 'start' ? 'a' : undefined);
  };
  const call = vi.fn(async (_to: string, name: string): Promise<unknown> => {
    sent.push(name);
    return answer(name);
  });
  const deps: ControllerDeps = {
    host: {
      isClosable: false,
      exists: async () => world.recorder !== undefined,
      ensure: vi.fn(async () => {
        world.recorder ??= { session: inactive };
      }),
      close: vi.fn(async () => end()),
    },
    call: call as unknown as Call,
    tabCapture: {
      isPossible: true,
      isAllowed: async () => world.allowed,
      request: vi.fn(async () => world.allowed),
      streamId: vi.fn(async () => 'stream'),
      read: vi.fn<ControllerDeps['tabCapture']['read']>(async () => ({ muted: false, defaultZoom: 1 })),
      look: vi.fn<ControllerDeps['tabCapture']['look']>(async () => undefined),
      front: async () => tab.id,
    },
    store: createSessionStore(area),
    lastingStore: createLastingStore(lastingArea),
    later,
    options: async () => choice,
    sourceNames: { tab: 'Tab', picker: 'Screen', camera: 'Camera', microphone: 'Microphone' },
    nameOf: (_source, from) => from?.title ?? 'Screen',
    show: vi.fn(async () => {}),
    send: {
      snapshot: (snapshot) => published.snapshots.push(snapshot),
      notices: (notices) => published.notices.push(notices),
    },
    openPopup: vi.fn(async () => true),
    isLookDropped: async () => false,
    isSetupInFront: async () => false,
    isSaved: async () => true,
    recovered: {
      list: async () => [...recovered],
      ids: async () => recovered.map(({ recordingId }) => recordingId),
      clear: async () => void recovered.splice(0),
    },
    find: async () => undefined,
    openLibrary: vi.fn(async () => undefined),
    copies: { canWrite: async () => true, list: async () => [], retry: vi.fn(async () => undefined) },
    keepAwake: vi.fn(() => vi.fn()),
    update: { isPossible: async () => !world.seen, install: vi.fn() },
    untilReleased: () =>
      world.recorder === undefined
        ? Promise.resolve()
        : new Promise((resolve) => {
            releases.push(resolve);
          }),
    ...changes,
  };
  const controller = createController(deps);
  return {
    ...controller,
    deps,
    world,
    area,
    /** The names of the calls to the recorder. */
    sent,
    published,
    answer,
    stamp,
    /** The recorder reports this. */
    report: (content: Content) => controller.calls.report(stamp(content)),
    /** What a page is shown, without revisions. */
    async status() {
      const result = await controller.calls.status();
      if (!result.ok) throw new Error(result.failure.code);
      const { revision: _of, ...snapshot } = result.value.snapshot;
      const { revision: _and, ...notices } = result.value.notices;
      return { ...snapshot, ...notices };
    },
    call,
    kill,
    recovered,
  };
}

/** Revisions only increase: a page that keeps the newest misses nothing. */
export function isRising(sent: readonly Revised[]): boolean {
  return sent.every(
    ({ revision }, index) => index === 0 || isNewer(revision, sent[index - 1]?.revision ?? []),
  );
}
