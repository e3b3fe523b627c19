/*
 * Tracks as streams of frames or of blocks of sound. Younger than the compiler's DOM library; `VideoTrackGenerator`,
 * the specification's name for what is called `MediaStreamTrackGenerator` here, is not in Chromium.
 *
 * https://www.w3.org/TR/mediacapture-transform/
 */

interface TrackProcessor<Data> {
  readonly readable: ReadableStream<Data>;
}

interface TrackGenerator<Data> extends MediaStreamTrack {
  readonly writable: WritableStream<Data>;
}

interface BreakoutBox {
  readonly MediaStreamTrackProcessor: new <Data>(init: {
    readonly track: MediaStreamTrack;
    readonly maxBufferSize?: number;
  }) => TrackProcessor<Data>;
  readonly MediaStreamTrackGenerator: new <Data>(init: {
    readonly kind: 'audio' | 'video';
  }) => TrackGenerator<Data>;
}

const breakoutBox = globalThis as unknown as BreakoutBox;

/**
 * The frames of a track, as they come; they end with the track.
 *
 * @param maxBufferSize how many may wait to be read before the oldest is left out
 */
export function framesOf(track: MediaStreamTrack, maxBufferSize: number): ReadableStream<VideoFrame> {
  return new breakoutBox.MediaStreamTrackProcessor<VideoFrame>({ track, maxBufferSize }).readable;
}

/** A new track, made of the frames that are written to it. */
export function createVideoTrack(): TrackGenerator<VideoFrame> {
  return new breakoutBox.MediaStreamTrackGenerator<VideoFrame>({ kind: 'video' });
}

/**
 * The sound of a track in blocks, as they come; they end with the track.
 *
 * @param maxBufferSize how many may wait to be read before the oldest is left out
 */
export function blocksOf(track: MediaStreamTrack, maxBufferSize: number): ReadableStream<AudioData> {
  return new breakoutBox.MediaStreamTrackProcessor<AudioData>({ track, maxBufferSize }).readable;
}

/** A new track, made of the blocks of sound that are written to it. */
export function createAudioTrack(): TrackGenerator<AudioData> {
  return new breakoutBox.MediaStreamTrackGenerator<AudioData>({ kind: 'audio' });
}
