import type { Recording, RecordingId } from '../domain/recording';
import type { FoundRecording } from '../domain/snapshot';
import { createMutex } from '../messaging/mutex';

/** What is needed from outside. */
export interface FoundOptions {
  /** Survives the browser. */
  readonly memory: {
    recall(key: string): Promise<unknown>;
    remember(key: string, value: unknown): Promise<void>;
  };
  readonly find: (id: RecordingId) => Promise<Recording | undefined>;
}

/** The recordings that were interrupted and recovered, until the person has answered to that. */
export interface Found {
  add(id: RecordingId): Promise<void>;
  /** The newest first; those that were deleted since are left out. */
  list(): Promise<readonly FoundRecording[]>;
  clear(): Promise<void>;
}

const key = 'found';

/** The notice about recovered recordings, kept over any number of starts of the browser. */
export function createFound({ memory, find }: FoundOptions): Found {
  const ids = async (): Promise<RecordingId[]> => {
    const known = await memory.recall(key);
    return Array.isArray(known) ? known.filter((id) => typeof id === 'string') : [];
  };
  const inTurn = createMutex();
  return {
    add: (id) => inTurn(async () => memory.remember(key, [...new Set([id, ...(await ids())])])),
    async list() {
      const rows = await Promise.all((await ids()).map(find));
      const newestFirst = rows.sort((one, other) => (other?.createdAt ?? 0) - (one?.createdAt ?? 0));
      return newestFirst.flatMap((row) =>
        row?.state === 'interrupted' && row.deletedAt === undefined
          ? [{ recordingId: row.id, durationMs: row.durationMs }]
          : [],
      );
    },
    clear: () => inTurn(() => memory.remember(key, undefined)),
  };
}
