import * as v from 'valibot';
import type { MediaPart } from '../container/media-index';
import { containerSchema } from '../domain/format';
import { amountSchema } from '../domain/media';
import { fieldsOf, parseFields } from '../domain/parse-fields';
import type { PackedSlices, StoredSlice } from './schema';

/** A row of the object store `slices` as it was read: without what is missing from it or invalid. */
export interface SliceRow extends Omit<StoredSlice, 'blob'> {
  readonly blob?: Blob;
}

/** Nothing else of an index is checked: building a file from a bad one fails, and the bytes are indexed again. */
const partSchema = v.object({
  container: containerSchema,
  start: v.pipe(v.number(), v.finite()),
  end: v.pipe(v.number(), v.finite()),
});

const packedSchema = v.pipe(
  v.object({
    numbers: v.instance(Uint32Array),
    bytes: v.instance(Uint32Array),
    coversMs: v.instance(Uint32Array),
    commitMs: v.instance(Float32Array),
  }),
  v.check(({ numbers, ...others }) =>
    Object.values(others).every((column) => column.length === numbers.length),
  ),
);

const entries = {
  blob: v.blob(),
  coversMs: amountSchema,
  totalBytes: amountSchema,
  part: v.custom<MediaPart>((part) => v.is(partSchema, part)),
  tables: v.blob(),
  groupTables: v.blob(),
  peaks: v.instance(Uint8Array),
  commitBeforeMs: amountSchema,
  packed: v.custom<PackedSlices>((packed) => v.is(packedSchema, packed)),
};

/**
 * Reads a row of the object store `slices`. A field that is missing or invalid is left out, and an amount is 0 then;
 * unknown fields are kept.
 *
 * @param row its key is valid: it was found by it
 */
export function parseSlice(row: Pick<StoredSlice, 'recordingId' | 'sequence'>): SliceRow {
  const unknown = Object.entries(fieldsOf(row)).filter(([name]) => !Object.hasOwn(entries, name));
  const { recordingId, sequence } = row;
  return {
    ...Object.fromEntries(unknown),
    coversMs: 0,
    totalBytes: 0,
    ...parseFields(entries, row),
    recordingId,
    sequence,
  };
}
