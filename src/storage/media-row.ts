import { type Media, type MediaId, mediaEntries } from '../domain/media';
import { fieldsOf, parseFields } from '../domain/parse-fields';

/** What a field that is missing or invalid falls back to. */
const fallbacks = {
  createdAt: 0,
  mimeType: '',
  timesliceMs: 0,
  width: 0,
  height: 0,
  hasAudio: true,
  state: 'interrupted',
  durationMs: 0,
  bytes: 0,
  sliceCount: 0,
} as const satisfies Partial<Media>;

/**
 * Reads a row of the object store `media`. A field that is missing or invalid falls back alone, because the slices may
 * still be fine; unknown fields are kept.
 *
 * @returns `undefined` if the row has no valid id
 */
export function parseMedia(row: unknown): Media | undefined {
  const { id } = parseFields({ id: mediaEntries.id }, row);
  return id === undefined ? undefined : readMediaRow(id, row);
}

/** The same for the row of media whose id is known; without any row, all fields fall back. */
export function readMediaRow(id: MediaId, row: unknown): Media {
  const { isSound, ...fields } = fieldsOf(row);
  // Earlier versions called it `isSound`.
  const known = parseFields(mediaEntries, { isIntact: isSound, ...fields });
  const { mimeType = '' } = known;
  const unknown = Object.entries(fields).filter(([name]) => !Object.hasOwn(mediaEntries, name));
  return {
    ...Object.fromEntries(unknown),
    ...fallbacks,
    format: mimeType.includes('mp4') ? 'mp4-h264' : 'webm-vp9',
    ...known,
    id,
  };
}
