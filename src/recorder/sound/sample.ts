import { blocksOf } from '../sources/breakout-box';
import { type Heard, heardRate } from './lateness';

/** How many blocks may wait to be read: more than come while our pages are busy for a moment. */
const waitingBlocks = 20;

/** Listens to a track for so many ms, and resolves to what was heard; to nothing where the track ends before. */
export async function hear(track: MediaStreamTrack, ms: number): Promise<Heard | undefined> {
  const own = track.clone();
  const reader = blocksOf(own, waitingBlocks).getReader();
  const samples = new Float32Array(Math.ceil((ms * heardRate) / 1000));
  const starts: number[] = [];
  let seconds = 0;
  try {
    while (seconds * 1000 < ms) {
      const { value: data } = await reader.read();
      if (data === undefined) return undefined;
      // A single timestamp may be a block of the sound system early or late.
      starts.push(data.timestamp / 1000 - seconds * 1000);
      fill(samples, data, seconds);
      seconds += data.numberOfFrames / data.sampleRate;
      data.close();
    }
  } finally {
    own.stop();
    void reader.cancel();
  }
  starts.sort((one, other) => one - other);
  return { startMs: starts[Math.floor(starts.length / 2)] ?? 0, samples };
}

/** Adds a block of sound, made coarser: the mean of the samples that belong together. */
function fill(samples: Float32Array, data: AudioData, seconds: number): void {
  const { numberOfFrames, sampleRate } = data;
  const block = new Float32Array(numberOfFrames);
  data.copyTo(block, { planeIndex: 0, format: 'f32-planar' });
  const share = heardRate / sampleRate;
  for (const [frame, sample] of block.entries()) {
    const index = Math.floor(seconds * heardRate + frame * share);
    if (index < samples.length) samples[index] = (samples[index] ?? 0) + sample * share;
  }
}
