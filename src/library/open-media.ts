import type { Damage } from '../domain/damage';
import type { Recording, RecordingId } from '../domain/recording';
import type { OpenedMedia } from '../storage/media';

/** What the worker is to do. */
export type MediaOrder =
  | { readonly what: 'open' | 'pieces'; readonly recording: Recording }
  | { readonly what: 'inspect'; readonly recordings: readonly Recording[] };

/** What the worker says: each recording that it has looked at, and in the end what came of the order. */
export type MediaAnswer =
  | { readonly what: 'looked'; readonly id: RecordingId; readonly damage: Damage | undefined }
  | { readonly what: 'done'; readonly file?: Blob; readonly damage?: Damage | undefined }
  | { readonly what: 'failed'; readonly name: string; readonly message: string };

/**
 * The file of a recording, made in a worker; see `storage/media`.
 *
 * @throws DOMException where the slices can't be read
 */
export async function openMedia(recording: Recording): Promise<OpenedMedia> {
  try {
    const { file = new Blob(), damage } = await order(takeWorker(), { what: 'open', recording });
    return { file, damage };
  } finally {
    setTimeout(prepareMedia, prepareAfterMs);
  }
}

/**
 * The slices of a recording as they are, one after another.
 *
 * @throws DOMException where the slices can't be read
 */
export async function openPieces(recording: Recording): Promise<Blob> {
  const { file = new Blob() } = await order(startWorker(), { what: 'pieces', recording });
  return file;
}

/**
 * Looks in a worker at what is on disk of recordings; see `storage/inspect`.
 *
 * @param looked called with each, and with what is wrong with it
 * @param signal ends it at once
 * @throws DOMException where the slices can't be read, or the signal ended it
 */
export async function inspectMedia(
  recordings: readonly Recording[],
  looked: (id: RecordingId, damage: Damage | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  await order(startWorker(), { what: 'inspect', recordings }, { looked, signal });
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

/** What goes with an order that takes long. */
interface Company {
  readonly looked: (id: RecordingId, damage: Damage | undefined) => void;
  readonly signal: AbortSignal;
}

/** Each worker does one thing: what that took is free again at once. */
async function order(worker: Worker, wish: MediaOrder, company?: Company) {
  try {
    return await new Promise<MediaAnswer & { readonly what: 'done' }>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<MediaAnswer>) => {
        if (data.what === 'looked') company?.looked(data.id, data.damage);
        else if (data.what === 'done') resolve(data);
        else reject(new DOMException(data.message, data.name));
      };
      worker.onerror = ({ message }) => reject(new DOMException(message, 'OperationError'));
      company?.signal.addEventListener('abort', () => reject(company.signal.reason));
      worker.postMessage(wish);
    });
  } finally {
    worker.terminate();
  }
}
