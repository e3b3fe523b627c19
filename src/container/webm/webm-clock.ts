import { timeRow, type WebmTrack } from './webm-part';

/** The time of one track so far. */
export interface TrackClock {
  readonly number: number;
  /** The duration of a frame in ticks, if the track states one; else 0. */
  readonly frame: number;
  /** The time of the latest block in ticks; NaN before the first. */
  readonly last: number;
  /** BlockDuration of that block in ticks; 0 if it has none. */
  readonly stated: number;
  /** The last two distances between blocks in ticks; 0 if there was none. */
  readonly step: number;
  readonly stepBefore: number;
}

/** A clock for each track. */
export function startClocks(tracks: readonly WebmTrack[]): TrackClock[] {
  return tracks.map(({ number, frame }) => ({
    number,
    frame,
    last: Number.NaN,
    stated: 0,
    step: 0,
    stepBefore: 0,
  }));
}

/** A block's track, its time and its stated duration in ticks. */
interface TimedBlock {
  readonly track: number;
  readonly time: number;
  readonly duration: number;
}

/**
 * The clocks after a block. Timestamps that go back change nothing: a track ends with its latest block.
 */
export function advanceClocks(clocks: readonly TrackClock[], block: TimedBlock): readonly TrackClock[] {
  const { time, duration } = block;
  const clock = clocks.find(({ number }) => number === block.track);
  if (clock === undefined || time <= clock.last) return clocks;
  const steps = Number.isNaN(clock.last) ? {} : { step: time - clock.last, stepBefore: clock.step };
  const advanced = { ...clock, ...steps, last: time, stated: duration };
  return clocks.map((other) => (other === clock ? advanced : other));
}

/**
 * The duration of the latest block, in ticks: the one that the file states, else that of the shorter of the two before
 * it, because one of them may include a pause of the source.
 */
function frameOf(clock: TrackClock): number {
  if (clock.stated > 0) return clock.stated;
  if (clock.frame > 0) return clock.frame;
  return clock.stepBefore > 0 ? Math.min(clock.step, clock.stepBefore) : clock.step;
}

/** The clocks as rows of {@link timeRow}, without tracks that have no block yet. */
export function timesOf(clocks: readonly TrackClock[]): Float64Array {
  const running = clocks.filter((clock) => !Number.isNaN(clock.last));
  const times = new Float64Array(running.length * timeRow.length);
  for (const [index, clock] of running.entries()) {
    times.set([clock.number, clock.last, frameOf(clock)], index * timeRow.length);
  }
  return times;
}
