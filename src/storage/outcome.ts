/** The part of a transaction that {@link outcomeOf} needs. */
interface Ending {
  /** Rejects if a request fails or the transaction is aborted. */
  readonly done: Promise<void>;
  /** Its connection. */
  readonly db: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
}

/** How long a transaction may still report its end after the browser has ended its connection, in ms. */
const lastWordMs = 1000;

/**
 * Waits for the requests of a transaction, and until it is committed. If it is aborted, either it or its requests know
 * why, for instance that the disk is full; the others only know that it was, with an `AbortError`.
 *
 * If the browser ends the connection meanwhile, Chromium may report neither the end of the transaction nor that of its
 * requests. A second later, they count as aborted.
 *
 * @param requests they must not wait for anything else
 * @returns what they resolve to
 * @throws DOMException why the transaction was aborted; `AbortError` if nobody knows, or the connection ended
 */
export async function outcomeOf<T>({ done, db }: Ending, requests: Promise<T>): Promise<T> {
  const closed = whenClosed(db);
  const [asked, ended] = await Promise.allSettled([
    Promise.race([requests, closed.silent]),
    Promise.race([done, closed.silent]),
  ]);
  closed.forget();
  if (ended.status === 'rejected' && !isAbort(ended.reason)) throw ended.reason;
  if (asked.status === 'rejected') throw asked.reason;
  if (ended.status === 'rejected') throw ended.reason;
  return asked.value;
}

/** `silent` rejects a second after the browser has closed the connection, unless that is forgotten first. */
function whenClosed(db: Ending['db']): { readonly silent: Promise<never>; forget(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onClose: (() => void) | null = null;
  const silent = new Promise<never>((_, reject) => {
    onClose = () => {
      const error = new DOMException('The browser ended the connection', 'AbortError');
      timer = setTimeout(() => reject(error), lastWordMs);
    };
  });
  db.addEventListener('close', onClose);
  return {
    silent,
    forget() {
      clearTimeout(timer);
      db.removeEventListener('close', onClose);
    },
  };
}

function isAbort(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'AbortError';
}
