/** Tells when data that is due does not come. */
export interface StallWatch {
  readonly stalled: boolean;
  /** Data came, or recording went on after a pause: the wait begins anew. */
  reset(): void;
  /** Nothing is due until the next {@link reset}. */
  rest(): void;
}

/**
 * A watch that rests at first.
 *
 * @param limitMs how long to wait, in ms; `null`: nothing is ever due
 * @param onChange called when `stalled` has changed
 */
export function createStallWatch(limitMs: number | null, onChange: () => void): StallWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stalled = false;

  const change = (next: boolean) => {
    if (stalled === next) return;
    stalled = next;
    onChange();
  };
  const rest = () => {
    clearTimeout(timer);
    change(false);
  };
  return {
    get stalled() {
      return stalled;
    },
    reset() {
      rest();
      if (limitMs !== null) timer = setTimeout(() => change(true), limitMs);
    },
    rest,
  };
}
