/** `sinkId` is not in TypeScript's DOM library yet. */
interface SilentContextOptions extends AudioContextOptions {
  readonly sinkId: { readonly type: 'none' };
}

/**
 * An `AudioContext` without an output device. It runs even if there is no loudspeaker, or one is unplugged.
 *
 * @see https://webaudio.github.io/web-audio-api/#dom-audiocontextoptions-sinkid
 */
export function createSilentContext(): AudioContext {
  const options: SilentContextOptions = { sinkId: { type: 'none' } };
  return new AudioContext(options);
}
