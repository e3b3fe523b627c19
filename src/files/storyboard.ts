import { EncodedPacketSink, VideoSampleSink } from 'mediabunny';
import { mostPictures, type StoryboardPicture, storyboardSide } from '../domain/storyboard';
import { openVideo, pictureOf } from './video-picture';

/** As many as one that was thinned out has. */
const count = mostPictures / 2;

/**
 * Small pictures of a video, of key frames, evenly spread; none if the file has no video that this browser can decode. Only
 * in workers.
 *
 * @throws Error if the file is damaged
 */
export async function makeStoryboard(media: Blob): Promise<readonly StoryboardPicture[]> {
  const track = await openVideo(media);
  if (track === undefined) return [];
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
    const atMs = Math.max(0, frame.timestamp * 1000);
    pictures.push({ atMs, picture: await pictureOf(frame, storyboardSide) });
  }
  return pictures;
}
