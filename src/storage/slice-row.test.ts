import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSlice } from './slice-row';
import { storedSlices } from './testing/stored-slices';

const key = { recordingId: 'a', sequence: 3 };

it('leaves a valid row unchanged, and keeps unknown fields', () => {
  for (const row of storedSlices([new Uint8Array([0x1a, 0x45, 0xdf, 0xa3])], 'webm'))
    expect(parseSlice({ ...row, codec: 'vp9' } as typeof row)).toStrictEqual({ ...row, codec: 'vp9' });
});

it('leaves out each field that is invalid, and it alone', () => {
  const blob = new Blob(['x']);
  const row = { ...key, blob, coversMs: Number.NaN, totalBytes: 5, part: { start: 0 }, tables: 'x' };
  expect(parseSlice(row)).toStrictEqual({ ...key, blob, coversMs: 0, totalBytes: 5 });
});

it('leaves out an index of an unknown container', () => {
  const part = { container: 'ogg', start: 0, end: 1 };
  expect(parseSlice({ ...key, part } as never)).toStrictEqual({ ...key, coversMs: 0, totalBytes: 0 });
});

it('reads any row', () => {
  const fields = fc.record(
    Object.fromEntries(
      ['blob', 'coversMs', 'totalBytes', 'part', 'tables', 'groupTables'].map((name) => [
        name,
        fc.anything(),
      ]),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, (row) => {
      const { blob, coversMs, totalBytes, part } = parseSlice({ ...row, ...key });
      expect(blob).toBeUndefined();
      for (const amount of [coversMs, totalBytes]) expect(amount).toBeGreaterThanOrEqual(0);
      if (part !== undefined) expect(Number.isFinite(part.end - part.start)).toBe(true);
    }),
  );
});
