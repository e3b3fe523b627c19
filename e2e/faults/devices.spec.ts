import { expect } from '@playwright/test';
import type { Source } from '../../src/domain/options';
import { keptBy, reportFault } from '../support/fault-report';
import { judgeSaved } from '../support/judge-saved';
import { evaluateOffscreen } from '../support/offscreen';
import { killUtility, type Utility } from '../support/processes';
import { logRecorder } from '../support/recorder-log';
import { onlyRecording, startWith, waitForSlices, waitForState } from '../support/session';
import { test } from '../support/test';

const allowed = { microphone: 'allow', camera: 'allow' } as const;

test.use({ shared: true, launch: { permitted: false, devices: true, answers: allowed } });

/** From now on, the browser finds no device. */
const noDevice = `void Object.assign(navigator.mediaDevices, {
  getUserMedia: () => Promise.reject(new DOMException('Requested device not found', 'NotFoundError')),
  enumerateDevices: async () => [],
})`;

/** Killing the process that serves them removes all devices of that kind at once; the browser restarts it. */
const sources: readonly { readonly source: Source; readonly servedBy: Utility }[] = [
  { source: 'camera', servedBy: 'video_capture.mojom.VideoCaptureService' },
  { source: 'microphone', servedBy: 'audio.mojom.AudioService' },
];

for (const { source, servedBy } of sources) {
  test(`every ${source} is gone: everything recorded is saved, with the reason`, async ({ app }) => {
    const log = await logRecorder(app);
    expect(await startWith(app, { source, timesliceMs: 250, resolution: 480 })).toMatchObject({ ok: true });
    await waitForSlices(app, 6);
    await evaluateOffscreen(app, noDevice);
    killUtility(app, servedBy);
    await waitForState(app, 'inactive');
    const recording = await onlyRecording(app);
    expect(recording).toMatchObject({ state: 'complete', failure: expect.anything() });
    expect(await judgeSaved(app.probe, recording.id, log), 'events missing').toBe(0);
    reportFault({ fault: `Every ${source} gone`, rounds: 1, expected: 1, kept: await keptBy(app) });
  });
}
