import { isFailure } from '../domain/failure';
import { type FormatId, formats } from '../domain/format';
import type { Mark, Recording } from '../domain/recording';

/**
 * Reads a row of the object store `recordings`, whoever wrote it: what is missing or makes no sense is guessed, for
 * the media behind it may be as good as ever.
 *
 * @returns `undefined` where it has no id of ours
 */
export function parseRecording(row: unknown): Recording | undefined {
  const fields = (typeof row === 'object' && row !== null ? row : {}) as {
    [name in keyof Recording]?: unknown;
  };
  const { failure, marks, isSound, deletedAt, ...others } = fields;
  const { id, name, createdAt, source, mimeType, timesliceMs, hasAudio, state } = others;
  if (typeof id !== 'string' || id === '') return undefined;
  const type = typeof mimeType === 'string' ? mimeType : '';
  return {
    ...others,
    id,
    name: typeof name === 'string' ? name : '',
    createdAt: isDate(createdAt) ? createdAt : 0,
    source: source as Recording['source'],
    format: formatOf(fields.format, type),
    mimeType: type,
    timesliceMs: timesliceMs === null ? null : parseAmount(timesliceMs),
    width: parseAmount(fields.width),
    height: parseAmount(fields.height),
    hasAudio: hasAudio !== false,
    state: state === 'recording' || state === 'complete' ? state : 'interrupted',
    durationMs: parseAmount(fields.durationMs),
    bytes: parseAmount(fields.bytes),
    sliceCount: parseAmount(fields.sliceCount),
    ...(isSound === true ? { isSound } : {}),
    ...(isFailure(failure) ? { failure } : {}),
    ...(Array.isArray(marks) ? { marks: marks.filter(isMark) } : {}),
    ...(typeof deletedAt === 'number' ? { deletedAt } : {}),
  };
}

function isMark(value: unknown): value is Mark {
  const { atMs, gapMs } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Mark>;
  return typeof atMs === 'number' && typeof gapMs === 'number';
}

/** What `Date` can tell. */
function isDate(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

/** A number that counts something, whoever wrote it; 0 where it is none. */
export function parseAmount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
}

function formatOf(format: unknown, type: string): FormatId {
  const known = formats.find(({ id }) => id === format);
  return known?.id ?? (type.includes('mp4') ? 'mp4-h264' : 'webm-vp9');
}
