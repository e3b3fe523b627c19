import { env } from 'node:process';
import { expect } from '@playwright/test';
import { createOffscreen, evaluateOffscreen } from '../support/offscreen';
import { startWith, stop, waitForSlices } from '../support/session';
import { test } from '../support/test';

// `npm run bench:commit`: how long a slice takes from MediaRecorder to the disk. Prints p50 and p99.

const seconds = Number(env['TIMESLICE_BENCH_SECONDS'] ?? 60);
const timesliceMs = 250;

test('from the event `dataavailable` to the committed slice', async ({ app, tab }) => {
  await createOffscreen(app);
  await evaluateOffscreen(app, measuring);
  expect(await startWith(app, { format: 'webm-vp8', timesliceMs }, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 3);
  await tab.waitForTimeout(seconds * 1000);
  const latencies = (await evaluateOffscreen(app, 'globalThis.commitLatencies')) as number[];

  expect(latencies.length).toBeGreaterThan((seconds * 1000) / timesliceMs / 2);
  const sorted = latencies.toSorted((one, other) => one - other);
  const percentile = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  console.log(
    `${sorted.length} slices: p50 ${percentile(0.5).toFixed(1)} ms, p99 ${percentile(0.99).toFixed(1)} ms`,
  );
  // Last, because `stop` can't read the state of older builds.
  await stop(app);
});

/**
 * Runs in the offscreen document. A slice is committed once a snapshot of the recorder counts its bytes; the snapshot is
 * seen as it is sent. Both ends are events of the browser, so that different builds can
 * be compared.
 */
const measuring = `(() => {
  const latencies = globalThis.commitLatencies = [];
  const waiting = [];
  let total = 0;
  const { start } = MediaRecorder.prototype;
  MediaRecorder.prototype.start = function (...args) {
    this.addEventListener('dataavailable', ({ data, timeStamp }) => {
      if (data.size === 0) return;
      total += data.size;
      waiting.push({ total, timeStamp });
    });
    return start.apply(this, args);
  };
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (message) {
    const bytes = message?.progress?.bytes ?? 0;
    while (waiting.length > 0 && waiting[0].total <= bytes) {
      latencies.push(performance.now() - waiting.shift().timeStamp);
    }
    return postMessage.call(this, message);
  };
})()`;
