import { run } from './run';

const rate = 48_000;
/** The length of audio that each value of {@link readLoudness} covers, in ms. */
export const loudnessWindowMs = 5;

/** The samples of a file's audio, 48,000 per second, the mean of both channels; above 1 if it clips. */
export async function readSamples(file: string): Promise<Float32Array> {
  // Fills the gaps, so that a sample's index gives its time to within 100 ms.
  const { samples } = await decode(file, `${mono}:async=1:first_pts=0`);
  return samples;
}

/** How loud each 5 ms of a file's audio is: root mean square, 0 to 1. Empty if there is no audio. */
export async function readLoudness(file: string): Promise<number[]> {
  return loudnessOf(await readSamples(file));
}

/**
 * When each beep of `site/moving.html` begins by the timestamps of the file, in seconds: a player follows these, not
 * the number of samples before.
 */
export async function readBeepTimes(file: string): Promise<number[]> {
  const { samples, delayAt } = await readBlocks(file);
  return beepTimes(loudnessOf(samples)).map((time) => time + delayAt(time));
}

/**
 * How much of a file's audio is missing before a place in its samples, both in s: a decoder that ignores timestamps joins
 * the rest.
 */
export async function readGaps(file: string): Promise<(at: number) => number> {
  const { delayAt, firstDelay } = await readBlocks(file);
  return (at) => delayAt(at) - firstDelay;
}

/** The samples, and by how much the timestamps of the blocks near a place in them are later, both in s. */
async function readBlocks(file: string) {
  const { samples, log } = await decode(file, `ashowinfo,${mono}`);
  let count = 0;
  const blocks = [...log.matchAll(/pts_time:(-?[\d.]+).* nb_samples:(\d+)/g)].map((found) => {
    const at = count / rate;
    count += Number(found[2]);
    return { at, delay: Number(found[1]) - at };
  });
  return {
    samples,
    // A single block may be 10 ms early or late: its timestamp is the time of mixing.
    delayAt: (place: number) =>
      median(blocks.filter(({ at }) => Math.abs(at - place) < 0.4).map(({ delay }) => delay)),
    firstDelay: blocks[0]?.delay ?? 0,
  };
}

const mono = `aresample=${rate}:ochl=mono:rematrix_maxval=1`;

async function decode(file: string, filter: string): Promise<{ samples: Float32Array; log: string }> {
  const output = ['-vn', '-f', 'f32le', '-'];
  const args = ['-nostdin', '-v', 'info', '-i', file, '-af', filter, ...output];
  const { stdout, stderr } = await run('ffmpeg', args);
  const bytes = stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength);
  return { samples: new Float32Array(bytes), log: stderr };
}

function loudnessOf(all: Float32Array): number[] {
  const samples = (rate * loudnessWindowMs) / 1000;
  return Array.from({ length: Math.floor(all.length / samples) }, (_, window) => {
    const part = all.subarray(window * samples, (window + 1) * samples);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / samples);
  });
}

/**
 * When each beep of `site/moving.html` begins, in seconds since the file's start. It is recognized
 * by the 200 ms of silence before it, so one in the first 200 ms of the file is left out, and so is one that a pause has
 * moved closer to the one before.
 */
function beepTimes(loudness: readonly number[]): number[] {
  const loud = loudness.map((level) => level > 0.05);
  const quietBefore = (index: number) => loud.slice(Math.max(0, index - 40), index).every((level) => !level);
  return loud.flatMap((level, index) =>
    level && index >= 40 && quietBefore(index) ? [(index * loudnessWindowMs) / 1000] : [],
  );
}

/** The largest sample, 0 to 1. */
export function peak(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

/** How loud a tone of so many hertz is in the samples, in dB below full scale. */
export function toneLevel(samples: Float32Array, hertz: number): number {
  let real = 0;
  let imaginary = 0;
  for (const [index, sample] of samples.entries()) {
    // A Hann window keeps loud tones from leaking into quiet ones.
    const weighted = sample * (1 - Math.cos((2 * Math.PI * index) / (samples.length - 1)));
    const angle = (2 * Math.PI * hertz * index) / rate;
    real += weighted * Math.cos(angle);
    imaginary += weighted * Math.sin(angle);
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / samples.length + 1e-9);
}

/** How loud a tone is in each 100 ms of the samples, in dB below full scale. */
export function toneLevels(samples: Float32Array, hertz: number): number[] {
  const length = rate / 10;
  return Array.from({ length: Math.floor(samples.length / length) }, (_, window) =>
    toneLevel(samples.subarray(window * length, (window + 1) * length), hertz),
  );
}

/** The part of the samples between two times, in seconds. */
export function between(samples: Float32Array, from: number, to: number): Float32Array {
  return samples.subarray(from * rate, to * rate);
}

/** The median of some numbers. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** The value that one in five exceeds. */
export function nearlyMost(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => other - one);
  return sorted[Math.floor(sorted.length / 5)] ?? Number.NaN;
}
