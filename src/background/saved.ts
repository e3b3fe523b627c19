import type { Notices, SavedRecording } from '../domain/notices';
import type { Recording, RecordingId } from '../domain/recording';
import type { RecorderSnapshot } from '../domain/snapshot';
import type { SessionStore } from '../extension/store';

/** What is needed from outside. */
export interface SavedDeps {
  readonly store: SessionStore;
  readonly find: (id: RecordingId) => Promise<Recording | undefined>;
}

/** The recording that has ended last, until the user dismisses it or starts another. */
export interface Saved {
  /**
   * Takes note of how the session ended, or that the next one has begun.
   *
   * @returns the recording, the first time that it is known to be saved
   */
  note(snapshot: RecorderSnapshot): Promise<RecordingId | undefined>;
  /** `undefined` too if the recording was deleted since. */
  read(): Promise<Notices['saved']>;
  /** Whether there is none to show, as far as that is known without the database. */
  isDismissed(): Promise<boolean>;
  /** The user has seen it. */
  see(): Promise<void>;
  dismiss(): Promise<void>;
}

/** Remembers it until the browser ends. */
export function createSaved({ store, find }: SavedDeps): Saved {
  const dismiss = async () => {
    const known = await store.get('saved');
    // Every report during a recording asks for it.
    if (known !== undefined && known.state !== 'dismissed') {
      await store.set('saved', { ...known, state: 'dismissed' });
    }
  };
  return {
    async note({ session }) {
      if (session.state !== 'inactive') {
        await dismiss();
        return undefined;
      }
      const { last } = session;
      // One whose recorder died is recovered, and shown as that.
      if (last?.saved !== true || last.failure?.code === 'recorder-gone') return undefined;
      const { recordingId } = last;
      if ((await store.get('saved'))?.recordingId === recordingId) return undefined;
      await store.set('saved', { recordingId, state: 'new' });
      return recordingId;
    },
    async read() {
      const known = await store.get('saved');
      if (known === undefined || known.state === 'dismissed') return undefined;
      const row = await find(known.recordingId);
      if (row === undefined || row.deletedAt !== undefined) return undefined;
      return { ...savedRecording(row), seen: known.state === 'seen' };
    },
    async isDismissed() {
      const known = await store.get('saved');
      return known === undefined || known.state === 'dismissed';
    },
    async see() {
      const known = await store.get('saved');
      if (known?.state === 'new') await store.set('saved', { ...known, state: 'seen' });
    },
    dismiss,
  };
}

/** What is shown of a recording that is over. */
export function savedRecording({ id, name, durationMs, width }: Recording): SavedRecording {
  return { recordingId: id, name, durationMs, hasPicture: width > 0 };
}
