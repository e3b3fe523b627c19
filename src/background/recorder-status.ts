import type { ColorMatrix } from '../domain/color';
import { failure } from '../domain/failure';
import { isShared } from '../domain/options';
import type { RecordingId } from '../domain/recording';
import { newest } from '../domain/revision';
import { type Active, inactive, isEndLate, type Outcome, type Session } from '../domain/session';
import { noSnapshot, type RecorderSnapshot, revisionAfter } from '../domain/snapshot';
import { createMutex } from '../messaging/mutex';
import type { ControllerDeps } from './deps';

/** What is known of the recorder, whether it lives or not. */
export interface RecorderStatus {
  /** The recorder's answer; if there is no recorder, its last snapshot, or how its death ended the session. */
  read(): Promise<RecorderSnapshot>;
  /** As {@link read}; but while the database is late to say how a session ended, that it is still stopping. */
  readSoon(): Promise<RecorderSnapshot>;
  /** Remembers a snapshot for the time when the recorder is gone. @returns the newest one that is known */
  keep(snapshot: RecorderSnapshot): Promise<RecorderSnapshot>;
  /** The newest snapshot that is remembered, without asking the recorder. */
  known(): Promise<RecorderSnapshot>;
  /** The matrix by which the colors of what was shared last were really made, if it was found out. */
  lastMatrix(): Promise<ColorMatrix | undefined>;
  /** Forgets how the last session ended, unless the next one has begun. */
  forgetOutcome(): Promise<void>;
  /** The recorder was closed before that session began to record: it ends without an outcome. */
  cancel(id: RecordingId): Promise<void>;
  /** See `ControllerDeps.untilReleased`; never rejects. */
  release(id: RecordingId, released?: () => void): Promise<void>;
}

/**
 * How long the database may take, in ms, to say how the session of a dead recorder ended: another version of Timeslice
 * can hold it for many seconds, and a page waits for its first answer.
 */
const patienceMs = 500;

/** How long to wait before such a database is asked again, in ms. */
const askAgainMs = 2000;

/**
 * Asks the recorder. Once it is gone, the service worker writes the snapshot in its place, with revisions after all of
 * the recorder's, which no late report can undo.
 */
export function createRecorderStatus({
  host,
  call,
  store,
  lastingStore,
  send,
  isSaved,
  untilReleased,
  later,
}: ControllerDeps): RecorderStatus {
  const inTurn = createMutex();

  const known = async () => (await store.get('snapshot')) ?? noSnapshot;

  const keep = (snapshot: RecorderSnapshot) =>
    inTurn(async () => {
      const kept = newest(await known(), snapshot);
      await store.set('snapshot', kept);
      const { source, matrix } = kept.progress ?? {};
      // That of a camera says nothing about the next tab.
      const isLasting = source !== undefined && isShared(source);
      if (isLasting && matrix !== undefined && matrix !== (await lastingStore.get('matrix'))) {
        await lastingStore.set('matrix', matrix);
      }
      return kept;
    });

  /** Of two that replace the same snapshot at once, the first stays. */
  const replace = async (
    old: RecorderSnapshot,
    session: Session,
    known: Pick<RecorderSnapshot, 'progress' | 'tab'> = {},
  ) => {
    const written: RecorderSnapshot = { revision: revisionAfter(old.revision), session, ...known };
    const kept = await keep(written);
    if (kept === written) send.snapshot(written);
    return kept;
  };

  const read = async (): Promise<RecorderSnapshot> => {
    if (await host.exists()) {
      const answer = await call('recorder', 'status');
      return answer.ok ? newest(await known(), answer.value) : known();
    }
    const last = await known();
    if (last.session.state !== 'inactive') {
      // The user closed the recorder before there was anything to record.
      if (host.isClosable && last.opening === true) await store.set('cancelled', last.session.recordingId);
      return end(last.session);
    }
    if (isUnread(last.session)) void settle(last.session.last);
    // What it held in memory is gone with it.
    return last.rescues === undefined ? last : replace(last, last.session);
  };

  const end = async (session: Active): Promise<RecorderSnapshot> => {
    const ended = await sessionAfterEnd(session);
    for (;;) {
      const now = await known();
      // Meanwhile another call may have written how it ended, or a new recorder have begun.
      if (!isOf(now, session.recordingId)) return now;
      // One that still says that it is stopping may have been written at the same time: then this one is newer.
      const kept = await replace(now, ended);
      if (isUnread(kept.session)) void settle(kept.session.last);
      if (!isOf(kept, session.recordingId)) return kept;
    }
  };

  /** The recordings that the database is asked about. */
  const settling = new Set<RecordingId>();
  /**
   * Asks the database again and again, until it says what is saved of a recording. It is recovered by that. Never rejects:
   * the next read begins anew.
   */
  const settle = async ({ recordingId }: Outcome) => {
    if (settling.has(recordingId)) return;
    settling.add(recordingId);
    try {
      let ended: Session;
      do {
        await new Promise<void>((resolve) => later(askAgainMs, resolve));
        ended = await sessionAfterEnd({ recordingId });
      } while (isUnread(ended));
      const now = await known();
      // Meanwhile the user may have dismissed it, or started another.
      if (isUnread(now.session) && now.session.last.recordingId === recordingId) await replace(now, ended);
    } catch {
      // What is known doesn't change.
    } finally {
      settling.delete(recordingId);
    }
  };

  const readSoon = async (): Promise<RecorderSnapshot> => {
    const reading = read();
    let cancel: () => void = () => undefined;
    const patience = new Promise<undefined>((resolve) => {
      cancel = later(patienceMs, () => resolve(undefined));
    });
    const soon = await Promise.race([reading, patience]).finally(() => cancel());
    if (soon !== undefined) return soon;
    // Before it is asked whether there is a recorder: what a new one says is newer than what is written after this.
    const last = await known();
    if (await host.exists()) return reading;
    const { session, progress, tab } = last;
    if (session.state === 'inactive' || isEndLate(session)) return last;
    return replace(
      last,
      { state: 'stopping', recordingId: session.recordingId, failure: failure('recorder-gone') },
      { ...(progress === undefined ? {} : { progress }), ...(tab === undefined ? {} : { tab }) },
    );
  };

  const sessionAfterEnd = async ({ recordingId }: Pick<Active, 'recordingId'>): Promise<Session> => {
    if ((await store.get('cancelled')) === recordingId) return inactive;
    await release(recordingId);
    const known = await isSaved(recordingId).then(
      (saved) => ({ saved }),
      () => ({ saved: false, unread: true }) as const,
    );
    return { state: 'inactive', last: { recordingId, ...known, failure: failure('recorder-gone') } };
  };

  /** A database that fails now is asked again later. */
  const release = (id: RecordingId, released?: () => void) =>
    untilReleased(id, released).catch(() => undefined);

  return {
    read,
    readSoon,
    keep,
    known,
    lastMatrix: () => lastingStore.get('matrix'),
    release,
    async forgetOutcome() {
      const snapshot = await read();
      if (snapshot.session.state !== 'inactive') return;
      // A recorder that still holds what the disk refused remembers the outcome itself.
      if (await host.exists()) await call('recorder', 'dismiss');
      else if (snapshot.session.last !== undefined) await replace(snapshot, inactive);
    },
    cancel: (id) => store.set('cancelled', id),
  };
}

/** Whether the database could not be read when the session ended. */
function isUnread(session: Session): session is Session & { readonly last: Outcome } {
  return session.state === 'inactive' && session.last?.unread === true;
}

/** Whether a snapshot is of that session, and it has not ended. */
function isOf({ session }: RecorderSnapshot, id: RecordingId): boolean {
  return session.state !== 'inactive' && session.recordingId === id;
}
