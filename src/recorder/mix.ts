import { createLimiter } from './mix-limiter';

/**
 * Adds sounds up to one track for `MediaRecorder`, which keeps coming whatever becomes of the sounds: a destination
 * that nothing feeds gives no samples, and then the muxer waits for sound and writes nothing at all. So a constant
 * 0 always feeds it.
 */
export function mix(context: AudioContext, sounds: readonly AudioNode[]): MediaStreamTrack | undefined {
  const limiter = createLimiter(context);
  const destination = new MediaStreamAudioDestinationNode(context);
  const nothing = new ConstantSourceNode(context, { offset: 0 });
  nothing.connect(destination);
  nothing.start();
  for (const sound of sounds) sound.connect(limiter.input);
  limiter.output.connect(destination);
  return destination.stream.getAudioTracks()[0];
}
