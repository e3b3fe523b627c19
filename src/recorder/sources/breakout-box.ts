/*
 * Tracks as streams of video frames or audio blocks. Not in TypeScript's DOM library yet; Chromium has
 * `MediaStreamTrackGenerator` in place of the specification's `VideoTrackGenerator`.
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
 * The frames of a video track; the stream ends with the track.
 *
 * @param maxBufferSize how many may wait to be read before the oldest is dropped
 */
export function framesOf(track: MediaStreamTrack, maxBufferSize: number): ReadableStream<VideoFrame> {
  return new breakoutBox.MediaStreamTrackProcessor<VideoFrame>({ track, maxBufferSize }).readable;
}

/** A new video track, fed by the frames written to it. */
export function createVideoTrack(): TrackGenerator<VideoFrame> {
  return new breakoutBox.MediaStreamTrackGenerator<VideoFrame>({ kind: 'video' });
}

/**
 * The blocks of an audio track; the stream ends with the track.
 *
 * @param maxBufferSize how many may wait to be read before the oldest is dropped
 */
export function blocksOf(track: MediaStreamTrack, maxBufferSize: number): ReadableStream<AudioData> {
  return new breakoutBox.MediaStreamTrackProcessor<AudioData>({ track, maxBufferSize }).readable;
}

/** A new audio track, fed by the blocks written to it. */
export function createAudioTrack(): TrackGenerator<AudioData> {
  return new breakoutBox.MediaStreamTrackGenerator<AudioData>({ kind: 'audio' });
}
