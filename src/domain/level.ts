/** A peak below this is silence: -60 dBFS. Even in a quiet room, a working microphone is louder. */
export const silencePeak = 0.001;

/** The largest absolute sample value, from 0 (silence) to 1 (full scale). */
export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return Math.min(peak, 1);
}
