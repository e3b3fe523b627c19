import { mediaOf } from '../domain/clip';
import type { Media } from '../domain/media';
import type { Recording } from '../domain/recording';
import { openDatabase } from './database';
import { parseMedia } from './media-row';

/** What it takes to read the slices of media, and to make a file of them. */
export type FoundMedia = Pick<Media, 'id' | 'format' | 'matrix'>;

/**
 * The media of a recording, each once. If its row is lost, it is taken for what the recording says.
 *
 * @throws DOMException if it can't be read
 */
export async function findMedia(recording: Recording): Promise<FoundMedia[]> {
  const { store } = (await openDatabase()).transaction('media');
  return Promise.all(
    mediaOf(recording).map(async (id) => parseMedia(await store.get(id)) ?? { ...recording, id }),
  );
}
