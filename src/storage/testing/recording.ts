import type { Recording } from '../../domain/recording';

/** The row of a recording that has just begun, with changes. */
export function recordingRow(id: string, changes: Partial<Recording> = {}): Recording {
  return {
    id,
    name: id,
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
