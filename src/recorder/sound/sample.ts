import { blocksOf } from '../sources/breakout-box';
import { analysisRate, type Sample } from './lateness';

/** How many blocks may wait to be read: more than come while our pages are busy for a moment. */
const waitingBlocks = 20;

/** Samples so many ms of a track; nothing if the track ends before. */
export async function sample(track: MediaStreamTrack, ms: number): Promise<Sample | undefined> {
  const copy = track.clone();
  const reader = blocksOf(copy, waitingBlocks).getReader();
  const samples = new Float32Array(Math.ceil((ms * analysisRate) / 1000));
  const starts: number[] = [];
  let seconds = 0;
  try {
    while (seconds * 1000 < ms) {
      const { value: block } = await reader.read();
      if (block === undefined) return undefined;
      // A single timestamp may be early or late by a block of the audio system.
      starts.push(block.timestamp / 1000 - seconds * 1000);
      addBlock(samples, block, seconds);
      seconds += block.numberOfFrames / block.sampleRate;
      block.close();
    }
  } finally {
    copy.stop();
    void reader.cancel();
  }
  starts.sort((one, other) => one - other);
  return { startMs: starts[Math.floor(starts.length / 2)] ?? 0, samples };
}

/** Adds a block, resampled: each sample is the mean of those it stands for. */
function addBlock(samples: Float32Array, block: AudioData, seconds: number): void {
  const { numberOfFrames, sampleRate } = block;
  const values = new Float32Array(numberOfFrames);
  block.copyTo(values, { planeIndex: 0, format: 'f32-planar' });
  const share = analysisRate / sampleRate;
  for (const [frame, value] of values.entries()) {
    const index = Math.floor(seconds * analysisRate + frame * share);
    if (index < samples.length) samples[index] = (samples[index] ?? 0) + value * share;
  }
}
