import { expect } from '@playwright/test';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { startRecording } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

test('the recorded tab stays audible', async ({ app, tab }) => {
  await createOffscreen(app);
  // Listens to the loudspeaker: everything connected to it is connected to a meter too.
  await evaluateOffscreen(
    app,
    `{
      const connect = AudioNode.prototype.connect;
      AudioNode.prototype.connect = function (target, ...rest) {
        if (target instanceof AudioDestinationNode) {
          globalThis.meter = new AnalyserNode(this.context, { fftSize: 8192 });
          connect.call(this, meter);
        }
        return connect.call(this, target, ...rest);
      };
    }`,
  );
  await startRecording(app, tab);
  const loudness = `(() => {
    const samples = new Float32Array(meter.fftSize);
    meter.getFloatTimeDomainData(samples);
    return Math.max(...samples.map(Math.abs));
  })()`;
  await expect.poll(() => evaluateOffscreen(app, loudness), { intervals: [50] }).toBeGreaterThan(0.1);
  expect(await evaluateOffscreen(app, 'meter.context.state')).toBe('running');
});
