import type { ColorMatrix } from '../../domain/color';
import { ContainerError } from '../container-error';
import { ids } from './ebml';
import { element, encodeId, floatElement, uintElement, unknownSize8, writeSize8 } from './ebml-writer';
import { makeCues, namedKeyFrames } from './webm-cues';
import { clusterRow, endOfTimes, timeRow, type WebmHeader, type WebmPart } from './webm-part';
import { labelTracks } from './webm-tracks';

/** A new header for a WebM or Matroska file, and the range of its bytes that follow it unchanged. */
export interface NewWebmHeader {
  readonly pieces: readonly Uint8Array[];
  /** The bytes of the recording that follow, from the first Cluster to the last complete block. */
  readonly mediaStart: number;
  readonly mediaEnd: number;
}

/**
 * Makes the header `[EBML | Segment | SeekHead | Info with Duration | Tracks | Cues]` for the original Clusters. If the
 * size of a Cluster is unknown, that of the Segment is too: only then does every player accept such Clusters.
 *
 * @param part the joined parts of the whole recording
 * @param matrix of the video's colors, if what the recorder wrote is wrong or missing
 * @throws {@link ContainerError} `no-media` if no block is complete
 */
export function makeWebmHeader(part: WebmPart, matrix?: ColorMatrix): NewWebmHeader {
  const { header, complete } = part;
  if (header === undefined || complete <= header.mediaStart) {
    throw new ContainerError('no-media', part.start, 'Segment', 'no complete block in it');
  }
  const duration = durationOf(part, header);
  const tracks = labelTracks(header.tracks, header.cueTrack, matrix);
  const info = element(ids.Info, header.info, floatElement(ids.Duration, duration));
  const named = namedKeyFrames(part);
  const withCues = named.length > 0;
  // Positions count from the start of the Segment's data (RFC 9559, section 16).
  const infoStart = seekHeadLength(withCues);
  const tracksStart = infoStart + info.length;
  const cuesStart = tracksStart + tracks.length;
  const cues = makeCues(named, part, header, cuesStart);
  const clustersStart = cuesStart + cues.length;
  const seeks = [
    [ids.Info, infoStart],
    [ids.Tracks, tracksStart],
    ...(withCues ? ([[ids.Cues, cuesStart]] as const) : []),
  ] as const;
  const segmentSize = new Uint8Array(8);
  writeSize8(segmentSize, 0, clustersStart + complete - header.mediaStart);
  return {
    pieces: [
      header.ebml,
      encodeId(ids.Segment),
      allSized(part) ? segmentSize : unknownSize8,
      seekHead(seeks),
      info,
      tracks,
      cues,
    ],
    mediaStart: header.mediaStart,
    mediaEnd: complete,
  };
}

/** Duration in ticks: the recorder's own if it is within one frame of the measured one, else the measured one. */
function durationOf({ times }: WebmPart, { duration }: WebmHeader): number {
  const measured = endOfTimes(times);
  let frame = 0;
  for (let row = 0; row < times.length; row += timeRow.length)
    frame = Math.max(frame, times[row + timeRow.frame] ?? 0);
  return duration !== undefined && Math.abs(duration - measured) <= frame ? duration : measured;
}

function allSized({ clusters, complete }: WebmPart): boolean {
  for (let row = 0; row < clusters.length; row += clusterRow.length) {
    if ((clusters[row + clusterRow.offset] ?? 0) < complete && clusters[row + clusterRow.sized] !== 1)
      return false;
  }
  return true;
}

const seekLength = 2 + 1 + 2 + 1 + 4 + 2 + 1 + 8;

function seekHeadLength(withCues: boolean): number {
  return 4 + 1 + seekLength * (withCues ? 3 : 2);
}

/** SeekHead (RFC 9559, section 5.1.1), its positions 8 bytes each. */
function seekHead(seeks: readonly (readonly [id: number, position: number])[]): Uint8Array {
  return element(
    ids.SeekHead,
    ...seeks.map(([id, position]) =>
      element(ids.Seek, element(ids.SeekID, encodeId(id)), uintElement(ids.SeekPosition, position, 8)),
    ),
  );
}
