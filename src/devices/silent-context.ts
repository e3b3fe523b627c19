/** `sinkId` is younger than the compiler's DOM library. */
interface SilentContextOptions extends AudioContextOptions {
  readonly sinkId: { readonly type: 'none' };
}

/**
 * An `AudioContext` that plays to nobody. No loudspeaker drives its clock, so it runs on where there is none and
 * when one is unplugged.
 *
 * @see https://webaudio.github.io/web-audio-api/#dom-audiocontextoptions-sinkid
 */
export function createSilentContext(): AudioContext {
  const options: SilentContextOptions = { sinkId: { type: 'none' } };
  return new AudioContext(options);
}
