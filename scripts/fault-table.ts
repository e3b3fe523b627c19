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

/** Prints the cost of each fault, as the table of `docs/reliability.md`, from a JSON report of Playwright's. */
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

/** The loss has a column only if it was measured. */
function table(rows: readonly FaultRow[]): string {
  const isMeasured = rows.some(({ worstLossMs }) => worstLossMs !== undefined);
  const loss = ({ worstLossMs }: FaultRow) =>
    worstLossMs === undefined ? '–' : `${Math.round(worstLossMs)}`;
  const lines = rows.map((row) => [
    row.fault,
    `${row.rounds}`,
    ...(isMeasured ? [loss(row)] : []),
    `${row.kept} of ${row.expected}`,
  ]);
  const names = ['Fault', 'Rounds', ...(isMeasured ? ['Worst loss, ms'] : []), 'Recordings kept'];
  const alignment = names.map((_, column) => (column === 0 ? '---' : '--:'));
  return [
    `| ${names.join(' | ')} |`,
    `|${alignment.join('|')}|`,
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}
