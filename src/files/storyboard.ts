import { BlobSource, EncodedPacketSink, Input, MATROSKA, MP4, QTFF, VideoSampleSink, WEBM } from 'mediabunny';
import { thumbnailSize } from '../domain/picture-box';
import { mostPictures, type StoryboardPicture, storyboardSide } from '../domain/storyboard';

/** As many as one that was thinned out has. */
const count = mostPictures / 2;

/**
 * Small pictures of a video, of key frames, evenly spread; none if the file has no video that this browser can decode. Only
 * in workers.
 *
 * @throws Error if the file is damaged
 */
export async function makeStoryboard(media: Blob): Promise<readonly StoryboardPicture[]> {
  const input = new Input({ source: new BlobSource(media), formats: [WEBM, MP4, MATROSKA, QTFF] });
  const track = await input.getPrimaryVideoTrack();
  if (track === null || !(await track.canDecode())) return [];
  const packets = new EncodedPacketSink(track);
  const begins = await track.getFirstTimestamp();
  const ends = await track.computeDuration();
  const times = new Set<number>();
  for (let index = 0; index < count; index++) {
    const packet = await packets.getKeyPacket(begins + ((index + 0.5) * (ends - begins)) / count);
    if (packet !== null) times.add(packet.timestamp);
  }
  const pictures: StoryboardPicture[] = [];
  for await (const frame of new VideoSampleSink(track).samplesAtTimestamps(times)) {
    if (frame === null) continue;
    const { width, height } = thumbnailSize(
      { width: frame.displayWidth, height: frame.displayHeight },
      storyboardSide,
    );
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { alpha: false });
    if (context !== null) frame.draw(context, 0, 0, width, height);
    const atMs = Math.max(0, frame.timestamp * 1000);
    frame.close();
    pictures.push({ atMs, picture: await canvas.convertToBlob({ type: 'image/webp' }) });
  }
  return pictures;
}
