import type { SavedRecording } from '../domain/notices';
import type { Recording, RecordingId } from '../domain/recording';
import type { LastingStore } from '../extension/store';
import { createMutex } from '../messaging/mutex';
import { savedRecording } from './saved';

/** What is needed from outside. */
export interface RecoveredDeps {
  readonly store: LastingStore;
  readonly find: (id: RecordingId) => Promise<Recording | undefined>;
}

/** Recovered recordings, until the user has acknowledged them. */
export interface Recovered {
  add(id: RecordingId): Promise<void>;
  /** The newest first; those that were deleted since are left out. */
  list(): Promise<readonly SavedRecording[]>;
  /** Those that were recovered, deleted or not, without the database. */
  ids(): Promise<readonly RecordingId[]>;
  clear(): Promise<void>;
}

/** Recovered recordings, remembered over any number of starts of the browser. */
export function createRecovered({ store, find }: RecoveredDeps): Recovered {
  const inTurn = createMutex();
  return {
    add: (id) =>
      inTurn(async () => store.set('recovered', [...new Set([id, ...(await store.get('recovered'))])])),
    async list() {
      const rows = await Promise.all((await store.get('recovered')).map(find));
      const newestFirst = rows.sort((one, other) => (other?.createdAt ?? 0) - (one?.createdAt ?? 0));
      return newestFirst.flatMap((row) =>
        row?.state === 'interrupted' && row.deletedAt === undefined ? [savedRecording(row)] : [],
      );
    },
    ids: () => store.get('recovered'),
    clear: () => inTurn(() => store.forget('recovered')),
  };
}
