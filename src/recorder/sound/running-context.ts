/** How long to wait for a context to run, and between two tries to resume it, in ms. */
const patienceMs = 1000;

/** An `AudioContext` that the browser may suspend, and that is resumed each time. */
export interface RunningContext {
  /** Resolves once it runs, or, where it does not, to `false` after a second. */
  readonly started: Promise<boolean>;
  close(): void;
}

/**
 * Keeps a context running: while it is suspended, it gives nothing, and the recorder would wait for it.
 *
 * @param onResumed called when it runs again
 */
export function keepRunning(context: AudioContext, onResumed: () => void): RunningContext {
  let hasRun = false;
  let resolve: (running: boolean) => void = () => undefined;
  const started = new Promise<boolean>((settle) => {
    resolve = settle;
  });

  // What resume() rejects with, the next try meets too.
  const resume = () => void context.resume().catch(() => undefined);
  const check = () => {
    if (context.state === 'closed') return;
    if (context.state !== 'running') return resume();
    if (hasRun) onResumed();
    hasRun = true;
    resolve(true);
  };
  const retry = setInterval(() => {
    if (context.state !== 'running') resume();
    // Only the first answer counts.
    resolve(hasRun);
  }, patienceMs);
  context.addEventListener('statechange', check);
  check();
  return {
    started,
    close() {
      clearInterval(retry);
      context.removeEventListener('statechange', check);
      void context.close();
    },
  };
}
