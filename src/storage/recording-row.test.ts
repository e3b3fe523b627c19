import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatById } from '../domain/format';
import { parseRecording } from './recording-row';
import { recordingRow } from './testing/recording';

it('leaves a valid row unchanged', () => {
  for (const row of [
    recordingRow('a'),
    recordingRow('b', {
      state: 'complete',
      failure: { code: 'tab-closed' },
      marks: [{ atMs: 1, gapMs: 2 }],
      timesliceMs: null,
      isIntact: true,
      deletedAt: 5,
    }),
  ]) {
    expect(parseRecording(row)).toEqual(row);
  }
});

it('replaces missing fields, so that the media can still be saved', () => {
  expect(
    parseRecording({ id: 'a', mimeType: 'video/mp4;codecs=av01', format: 'mp4-h266', state: 'paused' }),
  ).toMatchObject({ id: 'a', name: '', createdAt: 0, format: 'mp4-h264', state: 'interrupted', bytes: 0 });
  expect(parseRecording({ id: 'a', bytes: Number.NaN, createdAt: 'yesterday', width: -1 })).toMatchObject({
    format: 'webm-vp9',
    bytes: 0,
    createdAt: 0,
    width: 0,
  });
});

it('keeps unknown fields', () => {
  expect(parseRecording({ ...recordingRow('a'), chapters: [1] })).toMatchObject({ id: 'a', chapters: [1] });
});

it('leaves out an optional field that is invalid, and of the marks only those that are', () => {
  const parsed = parseRecording({
    ...recordingRow('a'),
    source: 'moon',
    failure: { code: 'new' },
    marks: ['x', { atMs: 1, gapMs: 2 }, { atMs: 3 }],
    isIntact: 'yes',
    deletedAt: 'yesterday',
  });
  const { source, ...rest } = recordingRow('a', { marks: [{ atMs: 1, gapMs: 2 }] });
  expect(parsed).toStrictEqual(rest);
});

it('reads the earlier name of isIntact, unless the row has both', () => {
  const row = recordingRow('a');
  expect(parseRecording({ ...row, isSound: true })).toStrictEqual({ ...row, isIntact: true });
  expect(parseRecording({ ...row, isSound: false })).toStrictEqual(row);
  expect(parseRecording({ ...row, isSound: true, isIntact: false })).toStrictEqual(row);
});

it('refuses a row without an id', () => {
  for (const row of [undefined, null, 'a', {}, { id: 5 }, { id: '' }])
    expect(parseRecording(row)).toBeUndefined();
});

it('reads any row with an id', () => {
  const fields = fc.record(
    Object.fromEntries(
      Object.keys({ ...recordingRow('a'), failure: 0, deletedAt: 0 }).map((key) => [key, fc.anything()]),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, (row) => {
      const parsed = parseRecording({ ...row, id: 'a' });
      if (parsed === undefined) return expect.unreachable();
      expect(() => new Date(parsed.createdAt).toISOString()).not.toThrow();
      expect(() => formatById(parsed.format)).not.toThrow();
      expect(typeof parsed.name).toBe('string');
      expect(['recording', 'complete', 'interrupted']).toContain(parsed.state);
      for (const amount of [parsed.bytes, parsed.durationMs, parsed.sliceCount])
        expect(amount).toBeGreaterThanOrEqual(0);
    }),
  );
});
