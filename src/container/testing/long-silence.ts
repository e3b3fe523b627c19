import { concat } from '../concat';
import { createMediaIndex } from '../media-index';
import { ids } from '../webm/ebml';
import { element, encodeId, unknownSize8 } from '../webm/ebml-writer';
import { makeCluster } from '../webm/webm-cluster';

/** The length of a packet of Opus in {@link longSilence}, in ms. */
export const packetMs = 20;

/**
 * A WebM of silence with a Cluster for each packet: a clip of it has two pieces for each.
 *
 * @param opus a WebM with Opus alone, whose header it gets
 */
export function longSilence(opus: Uint8Array<ArrayBuffer>, clusters: number): Uint8Array<ArrayBuffer> {
  const part = createMediaIndex('webm').push(opus);
  if (part.container !== 'webm' || part.header === undefined) throw new Error('It has no header');
  const { ebml, info, tracks, cueTrack } = part.header;
  const data = Uint8Array.of(0xf8, 0xff, 0xfe);
  const all = Array.from({ length: clusters }, (_, index) =>
    makeCluster(index * packetMs, [{ track: cueTrack, time: index * packetMs, isKey: true, data }]),
  );
  return concat([ebml, encodeId(ids.Segment), unknownSize8, element(ids.Info, info), tracks, ...all]);
}
