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

/** A worker that has started, for the next file: to start one takes longer than to make the file of an hour. */
let ready: Worker | undefined;

/** When the next worker is started, in ms: what was just opened comes first. */
const prepareAfterMs = 1000;

/** Starts the worker of the next file beforehand. */
export function prepareMedia(): void {
  ready ??= startWorker();
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./media-worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = () => {
    if (ready === worker) ready = undefined;
  };
  return worker;
}

function takeWorker(): Worker {
  const worker = ready ?? startWorker();
  ready = undefined;
  return worker;
}

async function order(
  wish: MediaOrder,
  found: (id: RecordingId, damage: Damage) => void = () => undefined,
): Promise<Blob> {
  // Each does one thing: what that took is free again at once.
  const worker = wish.what === 'open' ? takeWorker() : startWorker();
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
    if (wish.what === 'open') setTimeout(prepareMedia, prepareAfterMs);
  }
}
