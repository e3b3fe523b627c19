import { run } from './run';

const rate = 48_000;
/** How much sound each value of {@link readLoudness} stands for, in ms. */
export const loudnessWindowMs = 5;

/** The samples of a file's sound, 48,000 a second, the mean of both channels; more than 1 if it clips. */
export async function readSamples(file: string): Promise<Float32Array> {
  // Fills the gaps, so that a sample's place is its time, but for 100 ms at most.
  const { samples } = await decode(file, `${mono}:async=1:first_pts=0`);
  return samples;
}

/** How loud each 5 ms of a file's sound is: root mean square, 0 to 1. Empty if there is no sound. */
export async function readLoudness(file: string): Promise<number[]> {
  return loudnessOf(await readSamples(file));
}

/**
 * When each beep of `site/moving.html` begins by the timestamps of the file, in seconds: a player keeps to these, and
 * not to the number of samples before.
 */
export async function readBeepTimes(file: string): Promise<number[]> {
  const { samples, log } = await decode(file, `ashowinfo,${mono}`);
  let count = 0;
  const blocks = [...log.matchAll(/pts_time:(-?[\d.]+).* nb_samples:(\d+)/g)].map((found) => {
    const at = count / rate;
    count += Number(found[2]);
    return { at, delay: Number(found[1]) - at };
  });
  return beepTimes(loudnessOf(samples)).map((time) => {
    // A single block may be 10 ms early or late: it has the time at which it was mixed.
    const near = blocks.filter(({ at }) => Math.abs(at - time) < 0.4).map(({ delay }) => delay);
    return time + median(near);
  });
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
 * When each beep of `site/moving.html` begins, in seconds since the file's start. It is known by the 200 ms of quiet before
 * it: one in the first 200 ms of the file is not among them, nor one that a pause has brought nearer to the one before.
 */
export function beepTimes(loudness: readonly number[]): number[] {
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
    // Hann's window keeps the loud tones out of the quiet ones.
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

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
