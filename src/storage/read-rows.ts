import type { IDBPObjectStore, StoreNames } from 'idb';
import type { Schema } from './schema';

/** How many rows are read, copied and parsed at a time: pages share the recorder's main thread. */
const rowsAtOnce = 200;

/** An object store in any transaction, whose rows have their key as `id`. */
type Store<Name extends 'clips' | 'media'> = Pick<
  IDBPObjectStore<Schema, StoreNames<Schema>[], Name, IDBTransactionMode>,
  'getAll'
>;

/**
 * Reads all rows of an object store in one transaction, in tasks that stay short however many there are.
 *
 * @param parse returns `undefined` for a row that is left out
 * @throws DOMException if they can't be read
 */
export async function readRows<Name extends 'clips' | 'media', Row>(
  store: Store<Name>,
  parse: (row: unknown) => Row | undefined,
): Promise<Row[]> {
  const parsed: Row[] = [];
  for (let after: IDBKeyRange | undefined; ; ) {
    const rows = await store.getAll(after, rowsAtOnce);
    for (const row of rows) {
      const one = parse(row);
      if (one !== undefined) parsed.push(one);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return parsed;
    after = IDBKeyRange.lowerBound(last.id, true);
  }
}
