/** Watches one thing, usually while a recording runs. Stopped at first; each start resets it. */
export interface Watch {
  start(): void;
  /** Does nothing the second time. */
  stop(): void;
}

/** Calls back once after so many ms. @returns cancels it */
export type Later = (ms: number, task: () => void) => () => void;

/** Resolves once a task is done or has failed, or without it after so many ms. */
export function waitAtMost(ms: number, later: Later, task: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = later(ms, resolve);
    const done = () => {
      cancel();
      resolve();
    };
    task.then(done, done);
  });
}

/** {@link Later} by the browser's clock. */
export const later: Later = (ms, task) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};
