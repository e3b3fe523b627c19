import { openDatabase } from '../storage/database';
import { inspectMedia } from '../storage/inspect';
import { openMedia, openPieces } from '../storage/media';
import type { MediaAnswer, MediaOrder } from './open-media';

/*
 * The worker that reads the slices of recordings and makes files of them: ten hours have tables that take longer than
 * a page may stand still.
 */

// It may have been started beforehand: the first order then finds the database open.
void openDatabase().catch(() => undefined);

addEventListener('message', ({ data }: MessageEvent<MediaOrder>) => {
  void carryOut(data)
    .catch(({ name, message }: Error): MediaAnswer => ({ error: { name, message } }))
    .then((answer) => postMessage(answer));
});

async function carryOut(order: MediaOrder): Promise<MediaAnswer> {
  if (order.what !== 'inspect') {
    return { blob: await (order.what === 'open' ? openMedia : openPieces)(order.recording) };
  }
  for (const recording of order.recordings) {
    const damage = await inspectMedia(recording);
    if (damage !== undefined) postMessage({ id: recording.id, damage } satisfies MediaAnswer);
  }
  return {};
}
