/** A task for any time; it ends soon after the signal aborts, and then starts again later. */
export type IdleTask = (signal: AbortSignal) => Promise<void>;

/** Background tasks, one after another, and none while the user waits for something else. */
export interface IdleWork {
  /** Runs it once there is time. */
  add(task: IdleTask): void;
  /** Interrupts the tasks until this is over. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** No task yet. @param idle calls back once the page has nothing else to do */
export function createIdleWork(idle: (task: () => void) => void): IdleWork {
  const tasks: IdleTask[] = [];
  let isAtWork = false;
  let urgentCount = 0;
  let interruption = new AbortController();

  const work = async () => {
    for (let task = tasks[0]; task !== undefined && urgentCount === 0; task = tasks[0]) {
      const { signal } = interruption;
      // Nobody has asked for it: a failure is not reported.
      await task(signal).catch(() => undefined);
      if (!signal.aborted) tasks.shift();
    }
    isAtWork = false;
    begin();
  };

  const begin = () => {
    if (isAtWork || tasks.length === 0 || urgentCount > 0) return;
    isAtWork = true;
    idle(() => void work());
  };

  return {
    add(task) {
      tasks.push(task);
      begin();
    },
    async during(urgent) {
      urgentCount += 1;
      interruption.abort();
      try {
        return await urgent();
      } finally {
        urgentCount -= 1;
        if (urgentCount === 0) interruption = new AbortController();
        begin();
      }
    },
  };
}
