/** Watches one thing while a recording runs. Stopped at first; each start begins anew. */
export interface Watch {
  start(): void;
  /** Does nothing the second time. */
  stop(): void;
}
