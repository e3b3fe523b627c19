import type { TestBrowser } from './browser';
import { createOffscreen, evaluateOffscreen } from './offscreen';

/** One event of a MediaRecorder, or a call to it (`start()`). */
export interface LoggedEvent {
  readonly type: string;
  /** In ms, by the document's own clock. */
  readonly at: number;
  /** In bytes; of `dataavailable` alone. */
  readonly size?: number;
}

/**
 * Creates the offscreen document and makes every MediaRecorder in it tell what happens to it. Keeps the
 * last stream at hand too, as `recordedStream`. The product has no part in this.
 */
export async function logMediaRecorder(app: TestBrowser): Promise<void> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `(() => {
      globalThis.log = [];
      const note = (type, more) => log.push({ type, at: performance.now(), ...more });
      const start = MediaRecorder.prototype.start;
      MediaRecorder.prototype.start = function (...args) {
        globalThis.recordedStream = this.stream;
        for (const type of ['start', 'pause', 'resume', 'error', 'stop']) {
          this.addEventListener(type, () => note(type));
        }
        this.addEventListener('dataavailable', ({ data }) => note('dataavailable', { size: data.size }));
        note('start()');
        return start.apply(this, args);
      };
      for (const name of ['requestData', 'stop', 'pause', 'resume']) {
        const call = MediaRecorder.prototype[name];
        MediaRecorder.prototype[name] = function () {
          note(name + '()');
          return call.apply(this);
        };
      }
    })()`,
  );
}

/** What was logged so far. */
export async function readLog(app: TestBrowser): Promise<readonly LoggedEvent[]> {
  return (await evaluateOffscreen(app, 'log')) as LoggedEvent[];
}
