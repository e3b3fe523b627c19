import type { Recording } from '../domain/recording';
import { openDatabase } from '../storage/database';
import { inspectMedia } from '../storage/inspection';
import { openMedia, openPieces } from '../storage/media';
import { markIntact } from '../storage/recordings';
import type { MediaAnswer, MediaOrder } from './open-media';

/*
 * The worker that reads the slices of recordings and makes files of them: ten hours have tables that take longer than
 * a page may stand still.
 */

// It may have been started beforehand: the first order then finds the database open.
void openDatabase().catch(() => undefined);

addEventListener('message', ({ data }: MessageEvent<MediaOrder>) => {
  void carryOut(data)
    .catch(({ name, message }: Error): MediaAnswer => ({ what: 'failed', name, message }))
    .then((answer) => postMessage(answer));
});

async function carryOut(order: MediaOrder): Promise<MediaAnswer> {
  switch (order.what) {
    case 'open': {
      const { file, damage } = await openMedia(order.recording);
      // The next page is to look at it anew.
      if (damage !== undefined && order.recording.isIntact) await markIntact(order.recording.id, false);
      return { what: 'done', file, damage };
    }
    case 'pieces':
      return { what: 'done', file: await openPieces(order.recording) };
    case 'inspect':
      for (const recording of order.recordings) await inspect(recording);
      return { what: 'done' };
  }
}

/** One that is all right is not looked at again. */
async function inspect(recording: Recording): Promise<void> {
  const { id } = recording;
  const damage = await inspectMedia(recording);
  if (damage === undefined) await markIntact(id, true);
  postMessage({ what: 'looked', id, damage } satisfies MediaAnswer);
}
