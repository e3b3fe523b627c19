import type { IDBPObjectStore, StoreNames } from 'idb';
import { mediaOf } from '../domain/clip';
import type { MediaId } from '../domain/media';
import type { RecordingId } from '../domain/recording';
import { parseClip } from './clip-row';
import { readRows } from './read-rows';
import type { Schema } from './schema';

/** The object store `clips` in any transaction. */
type Clips = Pick<IDBPObjectStore<Schema, StoreNames<Schema>[], 'clips', IDBTransactionMode>, 'getAll'>;

/**
 * The clips that need each media, hidden ones too, as they are read: a damaged row still keeps what it names. All rows are
 * read: there are thousands at most, and deleting is rare.
 */
export async function readNeeds(clips: Clips): Promise<ReadonlyMap<MediaId, ReadonlySet<RecordingId>>> {
  const needs = new Map<MediaId, Set<RecordingId>>();
  for (const clip of await readRows(clips, parseClip)) {
    for (const id of mediaOf(clip)) needs.set(id, (needs.get(id) ?? new Set()).add(clip.id));
  }
  return needs;
}
