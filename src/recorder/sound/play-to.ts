import { rampTo } from './ramp';

/**
 * Plays audio to the user.
 *
 * @param isPlayed whether it is audible from the start
 * @returns makes it audible or silent
 */
export function playTo(
  context: AudioContext,
  audio: AudioNode,
  isPlayed: boolean,
): (played: boolean) => void {
  const volume = new GainNode(context, { gain: isPlayed ? 1 : 0 });
  audio.connect(volume).connect(context.destination);
  return (played) => rampTo(volume, played ? 1 : 0);
}
