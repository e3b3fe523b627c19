import { env } from 'node:process';
import { expect, test } from '@playwright/test';
import type { Recording } from '../../src/domain/recording';
import type { TestBrowser } from './browser';
import { readRecordings } from './database';
import { clockDifferenceMs, type Frame } from './picture';

/** One row of the table that `npm run faults` prints at the end. */
export interface FaultRow {
  readonly fault: string;
  readonly rounds: number;
  /** The longest loss by the painted clock, in ms; absent if none was measured. */
  readonly worstLossMs?: number;
  /** How many recordings must be kept, and how many are. */
  readonly expected: number;
  readonly kept: number;
}

/** A fault that was staged. */
export interface StagedFault extends FaultRow {
  /** The most that may be lost, in ms. */
  readonly limitMs?: number;
}

/** The type of the annotation that carries a {@link FaultRow}. */
export const faultAnnotation = 'fault';

/**
 * Whether this is `npm run faults`, which measures losses in ms on a quiet machine. Without it the same faults, but
 * for some variants, show what holds on any machine.
 */
export const isMeasuring = env['TIMESLICE_FAULT_ROUNDS'] !== undefined;

/** One way to stage a fault. */
export interface Variant {
  /** Whether only `npm run faults` stages it. */
  readonly onlyMeasured?: true;
}

/** The variants to stage: without `npm run faults`, not those that only it stages. */
export function staged<T extends Variant>(variants: readonly T[]): readonly T[] {
  return variants.filter(({ onlyMeasured }) => isMeasuring || onlyMeasured !== true);
}

/** How often each fault is staged. */
export const rounds = Number(env['TIMESLICE_FAULT_ROUNDS'] ?? 1);

/** A small window spares the encoder: a loss should come from the path to the disk, not from a busy machine. */
export const smallWindow = { windowSize: [640, 480] } as const;

/** Adds a row to the table. Fails if a recording is missing or, when measuring, if more than the limit was lost. */
export function reportFault({ limitMs, worstLossMs, ...row }: StagedFault): void {
  const measured = isMeasuring && worstLossMs !== undefined ? { worstLossMs } : {};
  test
    .info()
    .annotations.push({ type: faultAnnotation, description: JSON.stringify({ ...row, ...measured }) });
  expect(row.kept, `recordings kept: ${row.fault}`).toBe(row.expected);
  if (!isMeasuring || limitMs === undefined) return;
  expect(worstLossMs, `ms lost: ${row.fault}`).toBeLessThan(limitMs);
}

/** The loss from a fault, in ms: from the clock in the last saved frame to the moment of the fault. */
export function lostMs(frames: readonly Frame[], faultAt: number): number {
  const clock = frames.at(-1)?.clock;
  if (clock === undefined) throw new Error('The clock in the last frame can’t be read');
  // A frame that was painted after the fault may be in the file.
  return Math.max(0, clockDifferenceMs(faultAt, clock));
}

/** How many of these recordings aren't empty. */
export function countKept(recordings: readonly Recording[]): number {
  return recordings.filter(({ state, bytes }) => state !== 'recording' && bytes > 0).length;
}

/** How many recordings on disk aren't empty. */
export async function keptBy(app: TestBrowser): Promise<number> {
  return countKept(await readRecordings(app.probe));
}
