/** The part of a transaction that {@link outcomeOf} needs. */
interface Ending {
  /** Rejects if a request fails or the transaction is aborted. */
  readonly done: Promise<void>;
}

/**
 * Waits for the requests of a transaction, and until it is committed. If it is aborted, either it or its requests know
 * why, for instance that the disk is full; the others only know that it was, with an `AbortError`.
 *
 * @param requests they must not wait for anything else
 * @returns what they resolve to
 * @throws DOMException why the transaction was aborted
 */
export async function outcomeOf<T>({ done }: Ending, requests: Promise<T>): Promise<T> {
  const [asked, ended] = await Promise.allSettled([requests, done]);
  if (ended.status === 'rejected' && !isAbort(ended.reason)) throw ended.reason;
  if (asked.status === 'rejected') throw asked.reason;
  if (ended.status === 'rejected') throw ended.reason;
  return asked.value;
}

function isAbort(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'AbortError';
}
