import { existsSync, readFileSync } from 'node:fs';
import { type FaultRow, faultAnnotation } from '../e2e/support/fault-report';

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly tests: readonly {
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}

/** Prints the losses of each fault as a table for `docs/reliability.md`, from a JSON report of Playwright. */
export function printFaults(report: string): void {
  if (!existsSync(report)) return;
  const { suites = [] } = JSON.parse(readFileSync(report, 'utf8')) as Suite;
  const rows = suites.flatMap(rowsOf);
  if (rows.length > 0) console.log(`\n${table(rows)}`);
}

function rowsOf({ suites = [], specs = [] }: Suite): FaultRow[] {
  const annotations = specs.flatMap(({ tests }) => tests).flatMap((test) => test.annotations);
  const rows = annotations
    .filter(({ type }) => type === faultAnnotation)
    .map(({ description = '' }) => JSON.parse(description) as FaultRow);
  return [...rows, ...suites.flatMap(rowsOf)];
}

function table(rows: readonly FaultRow[]): string {
  const lines = rows.map(
    ({ fault, rounds, worstLossMs, expected, kept }) =>
      `| ${fault} | ${rounds} | ${worstLossMs === undefined ? '–' : Math.round(worstLossMs)} | ${kept} of ${expected} |`,
  );
  const head = ['| Fault | Rounds | Worst loss, ms | Recordings kept |', '|---|--:|--:|--:|'];
  return [...head, ...lines].join('\n');
}
