import { expect } from '@playwright/test';
import { median, nearlyMost } from './sound';
import { type Beep, readBeeps } from './sync';

/** How much earlier than the video the audio may be, in ms, and how much later. */
export interface Tolerance {
  readonly early: number;
  readonly late: number;
  /** How much the audio may drift between the first part and the last, in either direction. */
  readonly drift: number;
}

/** One source, without a mix: one frame at 30 fps. */
export const aFrame: Tolerance = { early: 33, late: 33, drift: 15 };

/** EBU R37. */
export const ebuR37: Tolerance = { early: 40, late: 60, drift: 15 };

/**
 * For parts of a few seconds: for seconds on end, the frames of a busy page may come one screen refresh later, and
 * shift against the audio by as much.
 */
export function withRefresh(tolerance: Tolerance): Tolerance {
  return { ...tolerance, drift: tolerance.drift + 1000 / 60 };
}

/** How far audio and video are apart, in ms. */
export interface Sync {
  /** How much earlier than its flash the beep is, in the first part of the file and in the last. */
  readonly earlyMs: readonly [first: number, last: number];
  /** How much later the audio is in the last part than in the first. */
  readonly driftMs: number;
  /** The beeps of the two parts. */
  readonly parts: readonly [first: readonly Beep[], last: readonly Beep[]];
}

/**
 * Measures how far audio and video are apart in a recording of `site/moving.html`: in the seconds after its first beep with
 * a flash, and in those before its last.
 *
 * @param seconds how long each of the two parts is
 */
export async function measureSync(file: string, seconds: number): Promise<Sync> {
  const beeps = await readBeeps(file);
  // A busy page may miss flashes, among them the first or the last.
  const flashed = beeps.filter(({ flashMs }) => flashMs !== undefined);
  const [begin, end] = [flashed[0]?.time ?? 0, flashed.at(-1)?.time ?? 0];
  const parts = [
    beeps.filter(({ time }) => time >= begin && time < begin + seconds),
    beeps.filter(({ time }) => time > end - seconds && time <= end),
  ] as const;
  const [begins, ends] = parts.map((part) => median(part.flatMap(({ flashMs }) => flashMs ?? [])));
  // The best ones are compared: a frame that comes a refresh later is not audio drift.
  const [first, last] = parts.map((part) => nearlyMost(part.map(({ earlyMs }) => earlyMs)));
  return {
    earlyMs: [begins ?? Number.NaN, ends ?? Number.NaN],
    driftMs: (first ?? Number.NaN) - (last ?? Number.NaN),
    parts,
  };
}

/** Measures a file, and fails if audio and video are further apart than the tolerance. */
export async function judgeSync(file: string, tolerance: Tolerance, seconds: number): Promise<Sync> {
  const sync = await measureSync(file, seconds);
  const found = JSON.stringify(sync);
  for (const earlyMs of sync.earlyMs) {
    expect(earlyMs, found).toBeLessThanOrEqual(tolerance.early);
    expect(earlyMs, found).toBeGreaterThanOrEqual(-tolerance.late);
  }
  expect(Math.abs(sync.driftMs), found).toBeLessThan(tolerance.drift);
  return sync;
}
