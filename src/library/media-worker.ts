import type { Recording } from '../domain/recording';
import { openMedia } from '../storage/media';
import type { MediaAnswer } from './open-media';

/* The worker that makes the file of a recording: ten hours have tables that take longer than a page may stand still. */

addEventListener('message', ({ data }: MessageEvent<Recording>) => {
  void openMedia(data)
    .then((blob): MediaAnswer => ({ blob }))
    .catch(({ name, message }: Error): MediaAnswer => ({ error: { name, message } }))
    .then((answer) => postMessage(answer));
});
