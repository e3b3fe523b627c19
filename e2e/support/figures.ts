import { expect } from '@playwright/test';

/** A measurement, and its limits on a quiet machine. */
export interface Figure {
  /** With its unit. */
  readonly name: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The figures of a benchmark. */
export interface Figures {
  add(...figures: readonly Figure[]): void;
  /** Prints all of them as a table, and fails if a value is outside its limits. */
  judge(title: string): void;
}

/** No figures yet. */
export function createFigures(): Figures {
  const all: Figure[] = [];
  return {
    add: (...figures) => void all.push(...figures),
    judge(title) {
      const rows = all.map((figure) => `| ${figure.name} | ${format(figure.value)} | ${limitsOf(figure)} |`);
      console.log([`\n| ${title} | Measured | Limit |`, '|---|--:|---|', ...rows, ''].join('\n'));
      expect(all, 'something was measured').not.toEqual([]);
      for (const { name, value, atLeast = -Infinity, atMost = Infinity } of all) {
        expect.soft(value, name).toBeGreaterThanOrEqual(atLeast);
        expect.soft(value, name).toBeLessThanOrEqual(atMost);
      }
    },
  };
}

function limitsOf({ atLeast, atMost }: Figure): string {
  const limits = [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ];
  return limits.join(', ');
}

function format(value: number): string {
  return Number.isInteger(value) ? `${value}` : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
