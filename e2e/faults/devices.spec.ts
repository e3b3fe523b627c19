import { expect } from '@playwright/test';
import type { Source } from '../../src/domain/options';
import { readRecordings } from '../support/database';
import { keptBy, reportFault } from '../support/fault-report';
import { evaluateOffscreen } from '../support/offscreen';
import { killUtility, type Utility } from '../support/processes';
import { startWith, waitForSlices, waitForState } from '../support/session';
import { test } from '../support/test';

const allowed = { microphone: 'allow', camera: 'allow' } as const;

test.use({ launch: { permitted: false, devices: true, answers: allowed } });

/** What the browser itself finds from now on: no device. */
const noDevice = `void Object.assign(navigator.mediaDevices, {
  getUserMedia: () => Promise.reject(new DOMException('Requested device not found', 'NotFoundError')),
  enumerateDevices: async () => [],
})`;

/** With the process that serves them, all devices of that kind are gone at once; the browser starts it anew. */
const sources: readonly { readonly source: Source; readonly servedBy: Utility }[] = [
  { source: 'camera', servedBy: 'video_capture.mojom.VideoCaptureService' },
  { source: 'microphone', servedBy: 'audio.mojom.AudioService' },
];

test('all devices are gone: what was recorded is saved, with the reason', async ({ app }) => {
  for (const [index, { source, servedBy }] of sources.entries()) {
    expect(await startWith(app, { source, timesliceMs: 250, resolution: 480 })).toMatchObject({ ok: true });
    await waitForSlices(app, (index + 1) * 6);
    await evaluateOffscreen(app, noDevice);
    killUtility(app, servedBy);
    await waitForState(app, 'inactive');
    const recordings = await readRecordings(app.probe);
    expect(recordings, source).toHaveLength(index + 1);
    expect(recordings.at(-1), source).toMatchObject({ state: 'complete', failure: expect.anything() });
  }
  const kept = await keptBy(app);
  expect(kept).toBe(sources.length);
  reportFault({ fault: 'All devices gone', rounds: sources.length, expected: sources.length, kept });
});
