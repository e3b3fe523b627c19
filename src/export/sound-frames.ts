import { AudioSample } from 'mediabunny';

/** A gap or an overlap shorter than this, in s, is how the container rounded its times. */
const toleranceS = 0.01;
/** The most silence that is made at once, in s. */
const mostSilenceS = 1;

/** What is done to sound before it is encoded. */
export interface SoundChange {
  /** 1 leaves it as it is. */
  readonly volume: number;
  /** How much earlier it gets, in samples: as much as its encoder delays it. */
  readonly advance: number;
}

/**
 * Decoded sound without gaps, from 0 on: encoders count samples, and know nothing of times. Gaps become silence, and
 * of what overlaps, the second is left out. The caller closes each sample.
 */
export async function* continuousSound(
  samples: AsyncIterable<AudioSample>,
  change: SoundChange,
): AsyncGenerator<AudioSample> {
  let at = 0;
  for await (const sample of samples) {
    const { sampleRate, numberOfFrames } = sample;
    const make = (data: Float32Array<ArrayBuffer>) =>
      new AudioSample({
        data,
        format: 'f32',
        numberOfChannels: sample.numberOfChannels,
        sampleRate,
        timestamp: (at - change.advance) / sampleRate,
      });
    try {
      const gap = Math.round(sample.timestamp * sampleRate) - at;
      const isGap = Math.abs(gap) > toleranceS * sampleRate;
      for (let left = isGap ? gap : 0; left > 0; ) {
        const frames = Math.min(left, mostSilenceS * sampleRate);
        yield make(new Float32Array(frames * sample.numberOfChannels));
        left -= frames;
        at += frames;
      }
      const overlap = isGap ? Math.min(numberOfFrames, Math.max(0, -gap)) : 0;
      if (overlap < numberOfFrames) {
        yield make(amplified(sample, overlap, change.volume));
        at += numberOfFrames - overlap;
      }
    } finally {
      sample.close();
    }
  }
}

function amplified(sample: AudioSample, from: number, volume: number): Float32Array<ArrayBuffer> {
  const data = new Float32Array((sample.numberOfFrames - from) * sample.numberOfChannels);
  sample.copyTo(data, { planeIndex: 0, format: 'f32', frameOffset: from });
  if (volume === 1) return data;
  return data.map((value) => Math.max(-1, Math.min(1, value * volume)));
}
