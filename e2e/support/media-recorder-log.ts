import type { TestBrowser } from './browser';
import { createOffscreen, evaluateOffscreen } from './offscreen';

const key = 'media-recorder-log';

/** One event of a MediaRecorder, or a call to it (`start()`). */
export interface LoggedEvent {
  readonly type: string;
  /** In ms since the epoch. */
  readonly at: number;
  /** In bytes; `dataavailable` only. */
  readonly size?: number;
  /** The argument of `start()`, in ms; absent if there was none. */
  readonly timesliceMs?: number;
  /** The encoder's target at `start()`, in bits per second. */
  readonly videoBitsPerSecond?: number;
}

/**
 * Creates the offscreen document and logs the events of every MediaRecorder in it, and the calls to it. Keeps the last
 * stream as `recordedStream`. The product isn't involved.
 */
export async function logMediaRecorder(app: TestBrowser): Promise<void> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `(() => {
      const log = [];
      const note = (type, more) => {
        log.push({ type, at: Date.now(), ...more });
        localStorage.setItem('${key}', JSON.stringify(log));
      };
      const start = MediaRecorder.prototype.start;
      MediaRecorder.prototype.start = function (...args) {
        globalThis.recordedStream = this.stream;
        for (const type of ['start', 'pause', 'resume', 'error', 'stop']) {
          this.addEventListener(type, () => note(type));
        }
        this.addEventListener('dataavailable', ({ data }) => note('dataavailable', { size: data.size }));
        note('start()', { timesliceMs: args[0], videoBitsPerSecond: this.videoBitsPerSecond });
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

/** What has been logged, also after the offscreen document has gone. */
export async function readLog(app: TestBrowser): Promise<readonly LoggedEvent[]> {
  const log = await app.probe.evaluate((name) => localStorage.getItem(name), key);
  return JSON.parse(log ?? '[]') as LoggedEvent[];
}
