import type { Recording } from '../domain/recording';

/** What the worker made of a recording. */
export type MediaAnswer =
  | { readonly blob: Blob }
  | { readonly error: { readonly name: string; readonly message: string } };

/**
 * The file of a recording, made in a worker; see `storage/media`.
 *
 * @throws DOMException where the slices can't be read
 */
export async function openMedia(recording: Recording): Promise<Blob> {
  const worker = new Worker(new URL('./media-worker.ts', import.meta.url), { type: 'module' });
  try {
    const answer = await new Promise<MediaAnswer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<MediaAnswer>) => resolve(data);
      worker.onerror = ({ message }) => reject(new DOMException(message, 'OperationError'));
      worker.postMessage(recording);
    });
    if ('error' in answer) throw new DOMException(answer.error.message, answer.error.name);
    return answer.blob;
  } finally {
    worker.terminate();
  }
}
