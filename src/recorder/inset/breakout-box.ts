/*
 * Tracks as streams of frames. Younger than the compiler's DOM library; `VideoTrackGenerator`, the specification's
 * name for what is called `MediaStreamTrackGenerator` here, is not in Chromium.
 *
 * https://www.w3.org/TR/mediacapture-transform/
 */

interface TrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}

interface TrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

interface BreakoutBox {
  readonly MediaStreamTrackProcessor: new (init: {
    readonly track: MediaStreamTrack;
    readonly maxBufferSize?: number;
  }) => TrackProcessor;
  readonly MediaStreamTrackGenerator: new (init: { readonly kind: 'video' }) => TrackGenerator;
}

const breakoutBox = globalThis as unknown as BreakoutBox;

/**
 * The frames of a track, as they come; they end with the track.
 *
 * @param maxBufferSize how many may wait to be read before the oldest is left out
 */
export function framesOf(track: MediaStreamTrack, maxBufferSize: number): ReadableStream<VideoFrame> {
  return new breakoutBox.MediaStreamTrackProcessor({ track, maxBufferSize }).readable;
}

/** A new track, made of the frames that are written to it. */
export function createVideoTrack(): TrackGenerator {
  return new breakoutBox.MediaStreamTrackGenerator({ kind: 'video' });
}
