/** A peak below this is silence: -60 dB below full scale. An open microphone hears more in a quiet room. */
export const silencePeak = 0.001;

/** The largest absolute sample: 0 is silence, 1 full scale. Never more than 1. */
export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return Math.min(peak, 1);
}
