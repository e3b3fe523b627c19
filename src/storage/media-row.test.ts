import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatById } from '../domain/format';
import { parseMedia } from './media-row';
import { mediaRow } from './testing/recording';

it('leaves a valid row unchanged', () => {
  for (const row of [
    mediaRow('a'),
    mediaRow('b', {
      state: 'complete',
      failure: { code: 'tab-closed' },
      marks: [{ atMs: 1, gapMs: 2 }],
      timesliceMs: null,
      isIntact: true,
    }),
  ]) {
    expect(parseMedia(row)).toEqual(row);
  }
});

it('replaces missing fields, so that the media can still be saved', () => {
  expect(
    parseMedia({ id: 'a', mimeType: 'video/mp4;codecs=av01', format: 'mp4-h266', state: 'paused' }),
  ).toMatchObject({ id: 'a', createdAt: 0, format: 'mp4-h264', state: 'interrupted', bytes: 0 });
  expect(parseMedia({ id: 'a', bytes: Number.NaN, createdAt: 'yesterday', width: -1 })).toMatchObject({
    format: 'webm-vp9',
    bytes: 0,
    createdAt: 0,
    width: 0,
  });
});

it('keeps unknown fields', () => {
  expect(parseMedia({ ...mediaRow('a'), chapters: [1] })).toMatchObject({ id: 'a', chapters: [1] });
});

it('leaves out an optional field that is invalid, and of the marks only those that are', () => {
  const parsed = parseMedia({
    ...mediaRow('a'),
    source: 'moon',
    failure: { code: 'new' },
    marks: ['x', { atMs: 1, gapMs: 2 }, { atMs: 3 }],
    isIntact: 'yes',
  });
  const { source, ...rest } = mediaRow('a', { marks: [{ atMs: 1, gapMs: 2 }] });
  expect(parsed).toStrictEqual(rest);
});

it('reads the earlier name of isIntact, unless the row has both', () => {
  const row = mediaRow('a');
  expect(parseMedia({ ...row, isSound: true })).toStrictEqual({ ...row, isIntact: true });
  expect(parseMedia({ ...row, isSound: false })).toStrictEqual(row);
  expect(parseMedia({ ...row, isSound: true, isIntact: false })).toStrictEqual(row);
});

it('refuses a row without an id', () => {
  for (const row of [undefined, null, 'a', {}, { id: 5 }, { id: '' }])
    expect(parseMedia(row)).toBeUndefined();
});

it('reads any row with an id', () => {
  const fields = fc.record(
    Object.fromEntries(Object.keys({ ...mediaRow('a'), failure: 0 }).map((key) => [key, fc.anything()])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, (row) => {
      const parsed = parseMedia({ ...row, id: 'a' });
      if (parsed === undefined) return expect.unreachable();
      expect(() => new Date(parsed.createdAt).toISOString()).not.toThrow();
      expect(() => formatById(parsed.format)).not.toThrow();
      expect(typeof parsed.mimeType).toBe('string');
      expect(['recording', 'complete', 'interrupted']).toContain(parsed.state);
      for (const amount of [parsed.bytes, parsed.durationMs, parsed.sliceCount])
        expect(amount).toBeGreaterThanOrEqual(0);
    }),
  );
});
