import type { IDBPObjectStore, StoreNames } from 'idb';
import type { MediaId } from '../domain/media';
import type { RecordingId } from '../domain/recording';
import type { Schema } from './schema';

/** The object store `clips` in any transaction. */
type Clips = Pick<
  IDBPObjectStore<Schema, StoreNames<Schema>[], 'clips', IDBTransactionMode>,
  'getKey' | 'index'
>;

/**
 * The clips that need some media, hidden ones too. The one with its id always counts: if its ranges are damaged, it is
 * read as the clip of all of it.
 */
export async function clipsNeeding(clips: Clips, id: MediaId): Promise<ReadonlySet<RecordingId>> {
  const [indexed, own] = await Promise.all([clips.index('mediaIds').getAllKeys(id), clips.getKey(id)]);
  return new Set(own === undefined ? indexed : [...indexed, own]);
}
