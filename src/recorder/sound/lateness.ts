/** A stretch of sound, and when it begins. */
export interface Heard {
  /** In ms, by the clock of the tracks. */
  readonly startMs: number;
  /** {@link heardRate} a second. */
  readonly samples: Float32Array;
}

/** Samples a second that are enough to recognize a sound by. */
export const heardRate = 6000;

/** How long a stretch of the source is looked for in the mix, in ms; and how much later it may be found. */
const stretchMs = 200;
const latestMs = 150;
/** How much alike two stretches must be, 0 to 1: less is not the same sound. */
const alike = 0.9;
/** How much less alike it must be anywhere else: a steady tone is the same everywhere. */
const unlike = 0.03;

/** What an input of the mix may be late, in ms, and by how much more than at its best. */
const limitMs = 35;
const toleranceMs = 12;
/** How much must be heard of both, in ms, to compare them. */
export const neededMs = stretchMs + latestMs + 50;

/**
 * How much later the mix gives what the source gave, in ms; `undefined` where there is nothing to go by, such as
 * silence or a steady tone.
 */
export function latenessOf(source: Heard, mixed: Heard): number | undefined {
  const perMs = heardRate / 1000;
  const length = stretchMs * perMs;
  const begin = Math.max(source.startMs, mixed.startMs);
  const sought = source.samples.subarray(Math.round((begin - source.startMs) * perMs)).subarray(0, length);
  const first = Math.round((begin - mixed.startMs) * perMs);
  const power = powerOf(sought);
  if (sought.length < length || power === 0) return undefined;

  const likeness: number[] = [];
  for (let lag = 0; lag <= latestMs * perMs; lag += 1) {
    const found = mixed.samples.subarray(first + lag, first + lag + length);
    if (found.length < length) break;
    likeness.push(product(sought, found) / Math.sqrt(power * powerOf(found) || Infinity));
  }
  const best = Math.max(...likeness);
  const lag = likeness.indexOf(best);
  const isSure = likeness.every(
    (each, other) => each < best - unlike || Math.abs(other - lag) <= toleranceMs * perMs,
  );
  return best >= alike && isSure ? lag / perMs : undefined;
}

function powerOf(samples: Float32Array): number {
  return product(samples, samples);
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

/** After so many vain tries, the sound system is just slow. */
const mostTries = 4;

/**
 * Decides whether an input of the mix that is so late should be taken anew.
 *
 * @returns a function of the lateness in ms
 */
export function createLatenessJudge(): (lateMs: number) => 'fine' | 'late' {
  let limit = limitMs;
  let best = Infinity;
  let tries = 0;
  return (lateMs) => {
    if (lateMs <= Math.min(limit, best + toleranceMs)) {
      best = Math.min(best, lateMs);
      tries = 0;
      return 'fine';
    }
    if (tries < mostTries) {
      tries += 1;
      return 'late';
    }
    best = lateMs;
    limit = lateMs + toleranceMs;
    tries = 0;
    return 'fine';
  };
}
