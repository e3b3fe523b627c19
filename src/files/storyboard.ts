import { EncodedPacketSink, type InputVideoTrack, type Source, VideoSampleSink } from 'mediabunny';
import { mostPictures, type StoryboardPicture, storyboardSide } from '../domain/storyboard';
import { limitedSource, type ReadLimit } from './limited-source';
import { openVideo, pictureOf } from './video-picture';

/** As many as one that was thinned out has. */
const count = mostPictures / 2;

/** The pictures of a file. */
export interface MadeStoryboard {
  /** In order. */
  readonly pictures: readonly StoryboardPicture[];
  /** Whether it ended early, because too much had been read. */
  readonly isPartial: boolean;
}

/** What a storyboard is made with. */
export interface StoryboardDeps {
  /** See `files/video-picture`. */
  readonly openVideo: (source: Source) => Promise<InputVideoTrack | undefined>;
  /** The picture of a frame, by its time in s; `undefined` if there is none. */
  readonly pictures: (track: InputVideoTrack) => (time: number) => Promise<StoryboardPicture | undefined>;
  /** How much is read for the pictures. */
  readonly limit: ReadLimit;
  /** How much is read before that, to see whether a moment can be looked up. */
  readonly lookUpLimit: ReadLimit;
}

const browserDeps: StoryboardDeps = {
  openVideo,
  pictures: (track) => {
    const sink = new VideoSampleSink(track);
    return async (time) => {
      const frame = await sink.getSample(time);
      if (frame === null) return undefined;
      const atMs = Math.max(0, frame.timestamp * 1000);
      return { atMs, picture: await pictureOf(frame, storyboardSide) };
    };
  },
  // Of a WebM, whole Clusters are read. Those of a large video are many MB, so there may be fewer than 64 pictures.
  limit: { bytes: 2 ** 28, ms: 20_000 },
  // More than a Cluster, and less than half of a file that is too large to be read whole.
  lookUpLimit: { bytes: 2 ** 26, ms: 5000 },
};

/**
 * Small pictures of a video, of key frames, evenly spread; none if the file has no video that this browser can decode. If
 * too much would be read, there are fewer: still over the whole video if its file has an index, and else of its beginning.
 * Only in workers.
 *
 * @throws Error if the file is damaged
 */
export async function makeStoryboard(
  media: Blob,
  deps: StoryboardDeps = browserDeps,
): Promise<MadeStoryboard> {
  const order = (await canLookUp(media, deps)) ? spreadOrder() : [...Array(count).keys()];
  const { source, isSpent } = limitedSource(media, deps.limit);
  const pictures: StoryboardPicture[] = [];
  let isPartial = false;
  try {
    const track = await deps.openVideo(source);
    if (track !== undefined) {
      const pictureAt = deps.pictures(track);
      // One at a time: frames of a large video take much memory, and what is made is kept if a later read fails.
      for await (const time of keyTimes(track, order)) {
        const picture = await pictureAt(time);
        if (picture !== undefined) pictures.push(picture);
      }
    }
  } catch (error) {
    if (!isSpent()) throw error;
    isPartial = true;
  }
  return { pictures: pictures.sort((one, other) => one.atMs - other.atMs), isPartial };
}

/** Whether the middle of a video is found without much reading. Without an index, all that is before it is read. */
async function canLookUp(
  media: Blob,
  { openVideo, lookUpLimit }: Pick<StoryboardDeps, 'openVideo' | 'lookUpLimit'>,
): Promise<boolean> {
  const { source, isSpent } = limitedSource(media, lookUpLimit);
  try {
    const track = await openVideo(source);
    if (track !== undefined) await keyTimes(track, [count / 2]).next();
  } catch (error) {
    if (!isSpent()) throw error;
  }
  return !isSpent();
}

/** The middle, then the middles of both halves, and so on: however many are made, they are spread over the video. */
function spreadOrder(): readonly number[] {
  const order: number[] = [];
  for (let step = count / 2; step >= 1; step /= 2) {
    for (let index = step; index < count; index += 2 * step) order.push(index);
  }
  return [...order, 0];
}

/**
 * The times of different key frames, in s. Each is looked up once it is asked for.
 *
 * @param order of the moments, which are counted from the beginning
 */
async function* keyTimes(track: InputVideoTrack, order: readonly number[]): AsyncGenerator<number, void> {
  const packets = new EncodedPacketSink(track);
  const known = new Set<number>();
  const begins = await track.getFirstTimestamp();
  // What the file says is enough, and takes no reading.
  const ends = (await track.getDurationFromMetadata()) ?? (await track.computeDuration());
  for (const index of order) {
    const packet = await packets.getKeyPacket(begins + ((index + 0.5) * (ends - begins)) / count);
    if (packet === null || known.has(packet.timestamp)) continue;
    known.add(packet.timestamp);
    yield packet.timestamp;
  }
}
