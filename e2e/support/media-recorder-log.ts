import type { TestBrowser } from './browser';
import { createOffscreen, evaluateOffscreen } from './offscreen';

const key = 'media-recorder-log';

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
      const log = [];
      const note = (type, more) => {
        log.push({ type, at: performance.now(), ...more });
        localStorage.setItem('${key}', JSON.stringify(log));
      };
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

/** What was logged so far, also after the offscreen document has gone. */
export async function readLog(app: TestBrowser): Promise<readonly LoggedEvent[]> {
  const log = await app.probe.evaluate((name) => localStorage.getItem(name), key);
  return JSON.parse(log ?? '[]') as LoggedEvent[];
}
