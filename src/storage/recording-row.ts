import { fieldsOf, parseFields } from '../domain/parse-fields';
import { type Recording, recordingEntries } from '../domain/recording';

/** What a field that is missing or invalid falls back to. */
const fallbacks = {
  name: '',
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
} as const satisfies Partial<Recording>;

/**
 * Reads a row of the object store `recordings`. A field that is missing or invalid falls back alone, because the media
 * may still be fine; unknown fields are kept.
 *
 * @returns `undefined` if the row has no valid id
 */
export function parseRecording(row: unknown): Recording | undefined {
  const { isSound, ...fields } = fieldsOf(row);
  // Earlier versions called it `isSound`.
  const known = parseFields(recordingEntries, { isIntact: isSound, ...fields });
  const { id, mimeType = '' } = known;
  if (id === undefined) return undefined;
  const unknown = Object.entries(fields).filter(([name]) => !Object.hasOwn(recordingEntries, name));
  return {
    ...Object.fromEntries(unknown),
    ...fallbacks,
    format: mimeType.includes('mp4') ? 'mp4-h264' : 'webm-vp9',
    ...known,
    id,
  };
}
