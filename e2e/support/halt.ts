import type { Page } from '@playwright/test';
import type { TestBrowser } from './browser';
import { type Halt, haltInWorkersOf } from './target-session';
import { findTarget } from './targets';

/** A call of a method. */
export interface HaltPoint {
  /** Such as `IDBObjectStore.prototype.add`. */
  readonly method: string;
  /** Whether the call is made before its context stands still, or never. */
  readonly isMade: boolean;
  /** How many such calls come before it; none by default. */
  readonly callsBefore?: number;
  /** A part of the address of the worker; without it, any. A page may have others, which end without an answer. */
  readonly worker?: string;
  /** The source of a condition on `this` and on the arguments, `args`. */
  readonly where?: string;
}

/** The source of an expression that stops its context at a `debugger` statement in that call. */
export function haltIn({ method, isMade, callsBefore = 0, where = 'true' }: HaltPoint): string {
  return `(() => {
    const original = ${method};
    let callsLeft = ${callsBefore};
    ${method} = function (...args) {
      const halts = (${where}) && callsLeft-- === 0;
      if (halts && ${!isMade}) debugger;
      const returned = original.apply(this, args);
      if (halts) debugger;
      return returned;
    };
  })()`;
}

/** Stops the worker of a page in that call; see {@link haltInWorkersOf}. */
export async function haltWorkerOf(app: TestBrowser, page: Page, point: HaltPoint): Promise<Halt> {
  const target = await findTarget(app.cdp, 'page', page.url());
  if (target === undefined) throw new Error(`There is no page at ${page.url()}`);
  return haltInWorkersOf(app.cdp, target.targetId, haltIn(point), point.worker);
}
