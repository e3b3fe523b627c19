import { env } from 'node:process';
import { expect, test } from '@playwright/test';
import type { Recording } from '../../src/domain/recording';
import type { TestBrowser } from './browser';
import { readRecordings } from './database';
import type { Frame } from './picture';

/** One line of the table that `npm run faults` ends with. */
export interface FaultRow {
  readonly fault: string;
  readonly rounds: number;
  /** The longest that was lost, in ms, as the clock in the picture tells; absent where nothing can be. */
  readonly worstLossMs?: number;
  /** How many recordings there had to be, and how many were. */
  readonly expected: number;
  readonly kept: number;
}

/** The type of the annotation that carries a {@link FaultRow}. */
export const faultAnnotation = 'fault';

/** How often each fault is staged: 1 in the short form. */
export const rounds = Number(env['TIMESLICE_FAULT_ROUNDS'] ?? 1);

/** A window that leaves the encoder room: what is lost is to be the way to the disk, not the wait for a busy machine. */
export const smallWindow = { windowSize: [640, 480] } as const;

/** Puts a line into the table, and fails where a recording is missing. */
export function reportFault(row: FaultRow): void {
  test.info().annotations.push({ type: faultAnnotation, description: JSON.stringify(row) });
  expect(row.kept, `recordings kept: ${row.fault}`).toBe(row.expected);
}

/** What a fault cost: from the last saved frame's own clock to the moment of the fault, in ms. */
export function lostMs(frames: readonly Frame[], faultAt: number): number {
  const clock = frames.at(-1)?.clock;
  if (clock === undefined) throw new Error('The clock in the last frame can’t be read');
  const lost = (faultAt - clock) % 2 ** 24;
  // A frame that was painted after the fault is none the less in the file.
  return lost > 2 ** 23 ? 0 : lost;
}

/** Of these recordings, how many have something in them. */
export function countKept(recordings: readonly Recording[]): number {
  return recordings.filter(({ state, bytes }) => state !== 'recording' && bytes > 0).length;
}

/** The same of those on disk. */
export async function keptBy(app: TestBrowser): Promise<number> {
  return countKept(await readRecordings(app.probe));
}
