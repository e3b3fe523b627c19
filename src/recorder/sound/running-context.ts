/** How long to wait between two attempts to resume a context, in ms. */
const retryMs = 1000;

/** How many of them to wait for a context to run: without it, the microphone is lost, and a busy machine takes seconds. */
const mostRetries = 5;

/** An `AudioContext` that is resumed whenever the browser suspends it. */
export interface RunningContext {
  /** Resolves to `true` once it runs, or to `false` if it does not within five seconds. */
  readonly started: Promise<boolean>;
  close(): void;
}

/**
 * Keeps a context running: a suspended one sends nothing, and the recorder would wait for it.
 *
 * @param onResumed called when it runs again
 */
export function keepRunning(context: AudioContext, onResumed: () => void): RunningContext {
  let hasRun = false;
  let resolve: (running: boolean) => void = () => undefined;
  const started = new Promise<boolean>((settle) => {
    resolve = settle;
  });

  // If resume() rejects, the next attempt may not.
  const resume = () => void context.resume().catch(() => undefined);
  const check = () => {
    if (context.state === 'closed') return;
    if (context.state !== 'running') return resume();
    if (hasRun) onResumed();
    hasRun = true;
    resolve(true);
  };
  let retries = 0;
  const retry = setInterval(() => {
    if (context.state !== 'running') resume();
    retries += 1;
    // Only the first answer counts.
    if (retries >= mostRetries) resolve(hasRun);
  }, retryMs);
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
