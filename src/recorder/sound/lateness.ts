/** A stretch of audio, and when it begins. */
export interface Sample {
  /** In ms, by the clock of the tracks. */
  readonly startMs: number;
  /** {@link analysisRate} per second. */
  readonly samples: Float32Array;
}

/** Samples per second: enough to recognize audio. */
export const analysisRate = 6000;

/** The length of the stretch of the source that is searched for in the mix, and the longest delay, in ms. */
const stretchMs = 200;
const longestDelayMs = 150;
/** The normalized correlation, 0 to 1, from which two stretches count as the same audio. */
const sameSoundCorrelation = 0.9;
/** How far the correlation must fall off at every other delay: a steady tone has the same at each of its periods. */
const peakProminence = 0.03;

/** The acceptable lateness of an input of the mix, in ms, and how far it may be above its best. */
const limitMs = 35;
const toleranceMs = 12;
/** The length of both samples that a comparison needs, in ms. */
export const neededMs = stretchMs + longestDelayMs + 50;

/**
 * How late the source's audio comes in the mix, in ms; `undefined` if that can't be known, as with silence or a
 * steady tone.
 */
export function latenessOf(source: Sample, mix: Sample): number | undefined {
  const perMs = analysisRate / 1000;
  const length = stretchMs * perMs;
  const begin = Math.max(source.startMs, mix.startMs);
  const stretch = source.samples.subarray(Math.round((begin - source.startMs) * perMs)).subarray(0, length);
  const first = Math.round((begin - mix.startMs) * perMs);
  const power = powerOf(stretch);
  if (stretch.length < length || power === 0) return undefined;

  const correlations: number[] = [];
  for (let lag = 0; lag <= longestDelayMs * perMs; lag += 1) {
    const candidate = mix.samples.subarray(first + lag, first + lag + length);
    if (candidate.length < length) break;
    correlations.push(dotProduct(stretch, candidate) / Math.sqrt(power * powerOf(candidate) || Infinity));
  }
  const best = Math.max(...correlations);
  const lag = correlations.indexOf(best);
  const isDistinct = correlations.every(
    (correlation, other) =>
      correlation < best - peakProminence || Math.abs(other - lag) <= toleranceMs * perMs,
  );
  return best >= sameSoundCorrelation && isDistinct ? lag / perMs : undefined;
}

function powerOf(samples: Float32Array): number {
  return dotProduct(samples, samples);
}

function dotProduct(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

/** After so many failed reconnections, the audio system is just slow. */
const mostAttempts = 4;

/**
 * Decides whether an input of the mix should be reconnected.
 *
 * @returns a function of its lateness in ms
 */
export function createLatenessJudge(): (lateMs: number) => 'fine' | 'late' {
  let limit = limitMs;
  let best = Infinity;
  let attempts = 0;
  return (lateMs) => {
    if (lateMs <= Math.min(limit, best + toleranceMs)) {
      best = Math.min(best, lateMs);
      attempts = 0;
      return 'fine';
    }
    if (attempts < mostAttempts) {
      attempts += 1;
      return 'late';
    }
    best = lateMs;
    limit = lateMs + toleranceMs;
    attempts = 0;
    return 'fine';
  };
}
