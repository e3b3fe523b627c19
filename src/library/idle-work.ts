/** What can be done at any time; it ends soon once the signal says so, and is then done anew. */
export type IdleTask = (signal: AbortSignal) => Promise<void>;

/** Work that nobody waits for: one task after another, and none while somebody waits for something else. */
export interface IdleWork {
  /** Does it once there is time. */
  add(task: IdleTask): void;
  /** Interrupts what is being done until this is over. */
  during<Result>(wish: () => Promise<Result>): Promise<Result>;
}

/** Nothing is to be done yet. @param idle calls back once the page has nothing else to do */
export function createIdleWork(idle: (task: () => void) => void): IdleWork {
  const tasks: IdleTask[] = [];
  let isAtWork = false;
  let wishes = 0;
  let interruption = new AbortController();

  const work = async () => {
    for (let task = tasks[0]; task !== undefined && wishes === 0; task = tasks[0]) {
      const { signal } = interruption;
      // What fails is left undone: nobody has asked for it.
      await task(signal).catch(() => undefined);
      if (!signal.aborted) tasks.shift();
    }
    isAtWork = false;
    begin();
  };

  const begin = () => {
    if (isAtWork || tasks.length === 0 || wishes > 0) return;
    isAtWork = true;
    idle(() => void work());
  };

  return {
    add(task) {
      tasks.push(task);
      begin();
    },
    async during(wish) {
      wishes += 1;
      interruption.abort();
      try {
        return await wish();
      } finally {
        wishes -= 1;
        if (wishes === 0) interruption = new AbortController();
        begin();
      }
    },
  };
}
