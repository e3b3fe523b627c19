import { BlobSource, Input, MATROSKA, MP4, QTFF, VideoSampleSink, WEBM } from 'mediabunny';
import { thumbnailSize } from '../domain/picture-box';

/** The latest time of the frame, in s of the file: the very first one is often blank. */
const latestS = 1;

/**
 * A frame near the beginning of a video, as large as the thumbnail of a recording, as WebP; `undefined` if the file has
 * none that this browser can decode. Only in workers: it decodes up to a key frame's worth of video.
 *
 * @throws Error if the file is damaged
 */
export async function makePoster(media: Blob): Promise<Blob | undefined> {
  const input = new Input({ source: new BlobSource(media), formats: [WEBM, MP4, MATROSKA, QTFF] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null || !(await track.canDecode())) return undefined;
  const begins = await track.getFirstTimestamp();
  const ends = await track.computeDuration();
  const frame = await new VideoSampleSink(track).getSample(Math.min(begins + latestS, (begins + ends) / 2));
  if (frame === null) return undefined;
  try {
    const { width, height } = thumbnailSize({ width: frame.displayWidth, height: frame.displayHeight });
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) return undefined;
    frame.draw(context, 0, 0, width, height);
    return await canvas.convertToBlob({ type: 'image/webp' });
  } finally {
    frame.close();
  }
}
