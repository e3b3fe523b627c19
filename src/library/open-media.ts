import type { Damage } from '../domain/damage';
import type { Recording, RecordingId } from '../domain/recording';

/** What the worker is to do. */
export type MediaOrder =
  | { readonly what: 'open' | 'pieces'; readonly recording: Recording }
  | { readonly what: 'inspect'; readonly recordings: readonly Recording[] };

/** The file, or an error; of an inspection, each damage, and nothing at its end. */
export type MediaAnswer =
  | { readonly blob?: Blob; readonly error?: { readonly name: string; readonly message: string } }
  | { readonly id: RecordingId; readonly damage: Damage };

/**
 * The file of a recording, made in a worker; see `storage/media`.
 *
 * @throws DOMException where the slices can't be read
 */
export function openMedia(recording: Recording): Promise<Blob> {
  return order({ what: 'open', recording });
}

/**
 * The slices of a recording as they are, one after another.
 *
 * @throws DOMException where the slices can't be read
 */
export function openPieces(recording: Recording): Promise<Blob> {
  return order({ what: 'pieces', recording });
}

/**
 * Looks in a worker at what is on disk of recordings; see `storage/inspect`.
 *
 * @param found called with each that is damaged
 * @throws DOMException where the slices can't be read
 */
export async function inspectMedia(
  recordings: readonly Recording[],
  found: (id: RecordingId, damage: Damage) => void,
): Promise<void> {
  await order({ what: 'inspect', recordings }, found);
}

async function order(
  wish: MediaOrder,
  found: (id: RecordingId, damage: Damage) => void = () => undefined,
): Promise<Blob> {
  const worker = new Worker(new URL('./media-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<Blob>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<MediaAnswer>) => {
        if ('damage' in data) found(data.id, data.damage);
        else if (data.error === undefined) resolve(data.blob ?? new Blob());
        else reject(new DOMException(data.error.message, data.error.name));
      };
      worker.onerror = ({ message }) => reject(new DOMException(message, 'OperationError'));
      worker.postMessage(wish);
    });
  } finally {
    worker.terminate();
  }
}
