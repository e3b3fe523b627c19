import { ids, readElements, readUint } from './ebml';
import { readTracks } from './webm-tracks';

/** What the tracks of a file are. */
export interface TrackFacts {
  /** The codec of the first video and audio track, as its container names it. */
  readonly video: string | undefined;
  readonly audio: string | undefined;
  /** The size of the video, in px; 0 without video. */
  readonly width: number;
  readonly height: number;
}

/** TrackType (RFC 9559, section 5.1.4.1.3). */
const types = { video: 1, audio: 2 };

/** What the tracks of a WebM or Matroska file are. @param element Tracks, whole */
export function webmTrackFacts(element: Uint8Array): TrackFacts {
  const [tracks] = readElements(element, 0);
  if (tracks === undefined) return { video: undefined, audio: undefined, width: 0, height: 0 };
  const known = readTracks(tracks.data, 0);
  const size = { width: 0, height: 0 };
  for (const entry of readElements(tracks.data, 0)) {
    if (entry.id !== ids.TrackEntry) continue;
    for (const video of readElements(entry.data, 0)) {
      if (video.id !== ids.Video || size.width > 0) continue;
      for (const { id, data } of readElements(video.data, 0)) {
        if (id === ids.PixelWidth) size.width = readUint(data, 0, id);
        if (id === ids.PixelHeight) size.height = readUint(data, 0, id);
      }
    }
  }
  return {
    video: known.find(({ type }) => type === types.video)?.codec,
    audio: known.find(({ type }) => type === types.audio)?.codec,
    ...size,
  };
}

/** Whether the EBML header says Matroska, not WebM. @param ebml the whole element */
export function isMatroska(ebml: Uint8Array): boolean {
  const [header] = readElements(ebml, 0);
  if (header === undefined) return false;
  const docType = [...readElements(header.data, 0)].find(({ id }) => id === ids.DocType);
  return docType !== undefined && String.fromCharCode(...docType.data.subarray(0, 8)) === 'matroska';
}
