import { onceFor } from '../../domain/once-for';
import { ContainerError } from '../container-error';
import { type Box, childOf, childrenOf, readBoxes } from './mp4-boxes';
import { editsOf } from './mp4-edits';
import { handlerOf, mediaTimescale, movieTimescale, trackIdOf } from './mp4-moov';
import { type Mp4Part, type Mp4Samples, startsOf } from './mp4-part';

/** When each sample of a track is decoded and shown in the finished file of its recording. */
export interface Mp4Timeline {
  readonly trak: Box;
  readonly isVideo: boolean;
  /** Per second. */
  readonly ticks: number;
  readonly samples: Mp4Samples;
  /** The decode time of each sample, and the end of the last, in ticks of the track. */
  readonly starts: Float64Array;
  /** The decode time 0, in ms of the finished file. */
  readonly originMs: number;
}

/**
 * The timelines of the tracks with samples, in the order of moov; once for each part.
 *
 * @throws ContainerError `no-media` if there is none
 */
export const timelinesOf = onceFor((part: Mp4Part): readonly Mp4Timeline[] => {
  const { header } = part;
  const [moov] = header === undefined ? [] : readBoxes(header.moov, header.moovStart);
  const traks = moov === undefined ? [] : [...childrenOf(moov)].filter(({ type }) => type === 'trak');
  const movieTicks = moov === undefined ? 1 : movieTimescale(childOf(moov, 'mvhd'));
  const timelines = traks.flatMap((trak) => {
    const samples = part.samples.find(({ track }) => track === trackIdOf(trak));
    if (samples === undefined) return [];
    const ticks = mediaTimescale(childOf(trak, 'mdia'));
    const { delay, mediaTime } = editsOf(trak);
    const originMs = (1000 * delay) / movieTicks - (1000 * mediaTime) / ticks;
    return [
      { trak, isVideo: handlerOf(trak) === 'vide', ticks, samples, starts: startsOf(samples), originMs },
    ];
  });
  if (timelines.length === 0) {
    throw new ContainerError('no-media', part.start, 'moov', 'no complete fragment after it');
  }
  // The track that begins first begins at zero.
  const first = Math.min(...timelines.map((timeline) => Math.max(0, decodedMs(timeline, 0))));
  return timelines.map((timeline) => ({ ...timeline, originMs: timeline.originMs - first }));
});

/** When a sample is decoded, or when the last one ends, in ms of the finished file. */
export function decodedMs(
  { originMs, starts, ticks }: Pick<Mp4Timeline, 'originMs' | 'starts' | 'ticks'>,
  sample: number,
): number {
  return originMs + (1000 * (starts[sample] ?? 0)) / ticks;
}

/** When each sample is shown or heard, in ms of the finished file; once for each timeline. */
export const shownMs = onceFor((timeline: Mp4Timeline): Float64Array => {
  const { samples, ticks } = timeline;
  const shown = new Float64Array(samples.sizes.length);
  let sample = 0;
  for (let run = 0; run < samples.offsets.length; run += 2) {
    const offset = (1000 * (samples.offsets[run + 1] ?? 0)) / ticks;
    for (let left = samples.offsets[run] ?? 0; left > 0; left--) {
      shown[sample] = decodedMs(timeline, sample) + offset;
      sample += 1;
    }
  }
  return shown;
});

/** The samples that can be decoded without another one. */
export function keySamples({ sync, sizes }: Mp4Samples): Uint32Array {
  const keys = new Uint32Array(sizes.length);
  let count = 0;
  let sample = 0;
  for (let run = 0; run < sync.length; run += 2) {
    const end = sample + (sync[run] ?? 0);
    if (sync[run + 1] === 1) while (sample < end) keys[count++] = sample++;
    sample = end;
  }
  return keys.subarray(0, count);
}
