import { wholeOf } from '../../domain/clip';
import type { Media } from '../../domain/media';
import type { Recording } from '../../domain/recording';

/** The media of a recording that has just begun, with changes. */
export function mediaRow(id: string, changes: Partial<Media> = {}): Media {
  return {
    id,
    createdAt: 1,
    source: 'tab',
    format: 'webm-vp9',
    mimeType: 'video/webm;codecs=vp9,opus',
    timesliceMs: 250,
    width: 2,
    height: 2,
    hasAudio: true,
    state: 'recording',
    durationMs: 0,
    bytes: 0,
    sliceCount: 0,
    ...changes,
  };
}

/** A recording that has just begun, with changes. */
export function recordingRow(id: string, changes: Partial<Recording> = {}): Recording {
  return { ...mediaRow(id), name: id, ranges: wholeOf(id), ...changes };
}
