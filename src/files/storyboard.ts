import { EncodedPacketSink, type InputVideoTrack, VideoSampleSink } from 'mediabunny';
import { mostPictures, type StoryboardPicture, storyboardSide } from '../domain/storyboard';
import { limitedSource, type ReadLimit } from './limited-source';
import { openVideo, pictureOf } from './video-picture';

/** As many as one that was thinned out has. */
const count = mostPictures / 2;

/**
 * Enough for 64 key frames of a large video. A file whose index doesn't say where they are would be read from its beginning on,
 * whole.
 */
const limit: ReadLimit = { bytes: 2 ** 28, ms: 20_000 };

/**
 * Small pictures of a video, of key frames, evenly spread; none if the file has no video that this browser can decode. Those
 * that take too much reading are left out. Only in workers.
 *
 * @throws Error if the file is damaged
 */
export async function makeStoryboard(media: Blob): Promise<readonly StoryboardPicture[]> {
  const { source, isSpent } = limitedSource(media, limit);
  const pictures: StoryboardPicture[] = [];
  try {
    const track = await openVideo(source);
    if (track === undefined) return [];
    for await (const frame of new VideoSampleSink(track).samplesAtTimestamps(keyTimes(track, isSpent))) {
      if (frame === null) continue;
      const atMs = Math.max(0, frame.timestamp * 1000);
      pictures.push({ atMs, picture: await pictureOf(frame, storyboardSide) });
    }
  } catch (error) {
    if (!isSpent()) throw error;
  }
  return pictures;
}

/**
 * The times of key frames, in s, evenly spread and in order: each is looked for when the one before is taken.
 *
 * @param isSpent whether no more may be read; then it ends
 */
export async function* keyTimes(
  track: InputVideoTrack,
  isSpent: () => boolean,
): AsyncGenerator<number, void> {
  const packets = new EncodedPacketSink(track);
  let last: number | undefined;
  try {
    const begins = await track.getFirstTimestamp();
    // What the file says is enough, and takes no reading.
    const ends = (await track.getDurationFromMetadata()) ?? (await track.computeDuration());
    for (let index = 0; index < count && !isSpent(); index++) {
      const packet = await packets.getKeyPacket(begins + ((index + 0.5) * (ends - begins)) / count);
      if (packet === null || packet.timestamp === last) continue;
      last = packet.timestamp;
      yield last;
    }
  } catch (error) {
    if (!isSpent()) throw error;
  }
}
