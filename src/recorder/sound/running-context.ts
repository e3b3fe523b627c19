/** How long to wait between two attempts to resume a context, in ms. */
const retryMs = 1000;

/** How many attempts to wait for: a busy machine takes seconds, and a mix that never runs loses the microphone. */
const patientRetries = 5;

/** An `AudioContext` that is resumed whenever the browser suspends it. */
export interface RunningContext {
  /** Resolves to `true` once it runs, or to `false` if it does not in time. */
  readonly started: Promise<boolean>;
  close(): void;
}

/**
 * Keeps a context running: a suspended one sends nothing, and the recorder would wait for it.
 *
 * @param onResumed called when it runs again, or for the first time after {@link RunningContext.started} has given up
 * @param mostRetries how many seconds it has to start
 */
export function keepRunning(
  context: AudioContext,
  onResumed: () => void,
  mostRetries = patientRetries,
): RunningContext {
  let hasRun = false;
  let isLate = false;
  let resolve: (running: boolean) => void = () => undefined;
  const started = new Promise<boolean>((settle) => {
    resolve = settle;
  });

  // If resume() rejects, the next attempt may not.
  const resume = () => void context.resume().catch(() => undefined);
  const check = () => {
    if (context.state === 'closed') return;
    if (context.state !== 'running') return resume();
    // What was connected before it ran has queued.
    if (hasRun || isLate) onResumed();
    hasRun = true;
    resolve(true);
  };
  let retries = 0;
  const retry = setInterval(() => {
    if (context.state !== 'running') resume();
    retries += 1;
    if (retries < mostRetries) return;
    isLate ||= !hasRun;
    // Only the first answer counts.
    resolve(hasRun);
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
