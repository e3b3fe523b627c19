import { wholeOf } from '../../domain/clip';
import { ok } from '../../domain/failure';
import { noNotices } from '../../domain/notices';
import type { Recording } from '../../domain/recording';
import { createRevisions, type RecorderSnapshot } from '../../domain/snapshot';
import { noFolder } from '../../folder/testing/no-folder';
import type { Call } from '../../messaging/rpc';
import { createLibrary } from '../model';

/** A complete recording, with changes. */
export function row(id: string, change: Partial<Recording> = {}): Recording {
  return {
    id,
    name: `Recording ${id}`,
    createdAt: 1,
    source: 'tab',
    format: 'webm-vp9',
    mimeType: 'video/webm;codecs=vp9,opus',
    timesliceMs: 1000,
    width: 1280,
    height: 720,
    hasAudio: true,
    state: 'complete',
    durationMs: 1000,
    bytes: 10,
    sliceCount: 1,
    ranges: wholeOf(id),
    ...change,
  };
}

/** A snapshot as the tests write it; its revision follows from when it is made. */
type Content = Omit<RecorderSnapshot, 'revision'>;

/** No recording is in progress. */
export const idle: Content = { session: { state: 'inactive' } };

/** A recording in progress. */
export function live(id: string): Content {
  return {
    session: { state: 'recording', recordingId: id },
    progress: {
      source: 'tab',
      sourceSound: true,
      container: 'webm',
      timesliceMs: 1000,
      elapsedMs: 9000,
      measuredAt: 0,
      bytes: 900,
      sliceCount: 9,
      safeMs: 8800,
      stalled: false,
    },
  };
}

/** The model with a storage in memory, and what happened in it. */
export async function openLibrary(rows: Recording[], status: Content = idle) {
  const opened = createWorld(rows, status);
  await opened.opening;
  return opened;
}

/** {@link openLibrary}, which is still opening. */
export function createWorld(rows: Recording[], status: Content = idle, folder = noFolder()) {
  const done: string[] = [];
  const tasks: (() => void)[] = [];
  const held = new Set<string>();
  const used = new Map<string, number>();
  /** What deleting a recording frees whose media others need. */
  const shared = new Map<string, number>();
  /** What each question about the space took as deleted. */
  const freedWith: (readonly string[])[] = [];
  const inspected: string[] = [];
  let hidden: Recording[] = [];
  /** Settles the copying of the file of `clip`. */
  const making = { resolve: (): void => undefined, reject: (_error: unknown): void => undefined };
  const made = new Promise<void>((resolve, reject) => Object.assign(making, { resolve, reject }));
  const broken = { reads: false, media: false };
  let lists = 0;
  let named = 0;
  let changed: () => void = () => undefined;
  let send: (snapshot: RecorderSnapshot) => void = () => undefined;
  const nextRevision = createRevisions(1);
  let urls = 0;
  const library = createLibrary({
    call: (async () =>
      ok({ snapshot: { revision: nextRevision(), ...status }, notices: noNotices })) as unknown as Call,
    folder,
    sharing: {},
    onSnapshot(listener) {
      send = listener;
      return () => undefined;
    },
    storage: {
      async list() {
        lists += 1;
        if (broken.reads) throw new DOMException('The disk is gone', 'UnknownError');
        const recordings = structuredClone(rows);
        return { recordings, mediaBytes: rows.length * 10 };
      },
      async rename(id, name) {
        const index = rows.findIndex((recording) => recording.id === id);
        const old = rows[index];
        if (old !== undefined) rows[index] = { ...old, name };
        return old !== undefined;
      },
      async hide(gone) {
        const there = rows.filter(({ id }) => gone.includes(id));
        for (const each of there) rows.splice(rows.indexOf(each), 1);
        hidden.push(...there);
        return there.length === gone.length;
      },
      async unhide(back) {
        const there = hidden.filter(({ id }) => back.includes(id));
        for (const each of there) hidden.splice(hidden.indexOf(each), 1);
        rows.push(...there);
        return there.length === back.length;
      },
      space: async () => ({ usedBytes: 100, freeBytes: 900 }),
      thumbnails: async () => new Map(),
      makeThumbnail: async () => undefined,
      async deleteHidden() {
        hidden = hidden.filter(({ id }) => [...used.keys()].join().includes(id));
      },
      async adopt() {
        if (broken.reads) throw new DOMException('The disk is gone', 'UnknownError');
      },
      async openPieces() {
        return new Blob(['pieces']);
      },
      async timeline() {
        throw new DOMException('The disk is gone', 'UnknownError');
      },
      saveCaptions: async () => true,
      measurePeaks: async () => Uint8Array.of(1),
      makePictures: async () => [],
      async freedBy([id = ''], gone) {
        freedWith.push(gone);
        return shared.get(id);
      },
      async openJoined({ ranges }) {
        return { file: new Blob(['joined']), startsMs: ranges.map((_, index) => 1000 * index) };
      },
      async cutPlaces() {
        if (broken.media) throw new DOMException('The disk is gone', 'UnknownError');
        return { places: [0, 3400] };
      },
      async cut(recording, parts) {
        if (broken.media) throw new DOMException('The disk is gone', 'UnknownError');
        const ids = parts.map((_, index) => `${recording.id}-${index}`);
        rows.push(...ids.map((id) => row(id)));
        return ids;
      },
      async inspect(recordings, looked) {
        for (const { id, bytes } of recordings) {
          inspected.push(id);
          looked(id, bytes === 666 ? { what: 'no-media' } : undefined);
        }
      },
      async openMedia(recording, watch) {
        if (recording.id === 'long' && watch !== undefined) {
          const { progress, signal } = watch;
          progress(0.25);
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        }
        if (recording.id === 'clip' && watch !== undefined) {
          const { originals, signal } = watch;
          originals?.({ file: new Blob(['originals']), spans: [{ startMs: 2000, endMs: 4000 }] });
          const ended = new Promise<never>((_, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason)),
          );
          await Promise.race([made, ended]);
        }
        if (broken.media) throw new DOMException('The disk is gone', 'UnknownError');
        const damage = recording.bytes === 667 ? ({ what: 'not-media' } as const) : undefined;
        return { file: new Blob(['x'.repeat(recording.bytes)]), damage };
      },
      onChange(listener) {
        changed = listener;
        return () => undefined;
      },
    },
    nameOf({ name }) {
      named += 1;
      return name;
    },
    locale: 'en',
    searchTextOf: ({ name }) => {
      named += 1;
      return name;
    },
    heldOf: async (asked) => asked.filter((id) => held.has(id)),
    async useMedia({ ranges }) {
      const id = ranges.map(({ mediaId }) => mediaId).join();
      used.set(id, (used.get(id) ?? 0) + 1);
      return async () => {
        const left = (used.get(id) ?? 0) - 1;
        if (left > 0) used.set(id, left);
        else used.delete(id);
      };
    },
    isMediaUsed: async ({ ranges }) => ranges.some(({ mediaId }) => used.has(mediaId)),
    targets: ['folder', 'zip'],
    pickTarget: async () => undefined,
    saveTo: async () => undefined,
    urls: {
      create() {
        urls += 1;
        return `blob:${urls}`;
      },
      revoke: (url) => done.push(`revoke ${url}`),
    },
    download: (url, name) => done.push(`download ${url} as ${name}`),
    later: () => () => undefined,
    soon: (task) => tasks.push(task),
    idle: (task) => tasks.push(task),
  });
  return {
    library,
    opening: library.begin(),
    rows,
    done,
    held,
    used,
    inspected,
    making,
    hidden: () => ids(hidden),
    broken,
    shared,
    freedWith,
    lists: () => lists,
    named: () => named,
    /** Something changed in the storage; resolves when the library has seen it. */
    async change() {
      changed();
      await settled();
    },
    send: (content: Content) => send({ revision: nextRevision(), ...content }),
    settle() {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) task();
    },
  };
}

/** Resolves once everything that is under way has gone on. */
export const settled = () => new Promise((resolve) => setTimeout(resolve));
/** The ids of recordings, in order. */
export const ids = (recordings: readonly Recording[] | undefined) => recordings?.map(({ id }) => id);
