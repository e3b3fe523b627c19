import { BlobSource, VideoSampleSink } from 'mediabunny';
import { thumbnailSide } from '../domain/picture-box';
import { openVideo, pictureOf } from './video-picture';

/** The latest time of the frame, in s of the file: the very first one is often blank. */
const latestS = 1;

/**
 * A frame near the beginning of a video, as large as the thumbnail of a recording, as WebP; `undefined` if the file has
 * none that this browser can decode. Only in workers: it decodes up to a key frame's worth of video.
 *
 * @throws Error if the file is damaged
 */
export async function makePoster(media: Blob): Promise<Blob | undefined> {
  const track = await openVideo(new BlobSource(media));
  if (track === undefined) return undefined;
  const begins = await track.getFirstTimestamp();
  const ends = await track.computeDuration();
  const frame = await new VideoSampleSink(track).getSample(Math.min(begins + latestS, (begins + ends) / 2));
  return frame === null ? undefined : pictureOf(frame, thumbnailSide);
}
