import { expect } from '@playwright/test';
import { often } from './support/often';
import { startRecording, stop } from './support/session';
import { listTargets } from './support/targets';
import { test } from './support/test';

test.use({ shared: true });

test('a thumbnail of the tab is made when it is requested', async ({ app, tab }) => {
  await startRecording(app, tab);
  const workers = async () =>
    (await listTargets(app.cdp)).filter(({ url }) => url.includes('thumbnail-worker'));
  const { width, height } = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  // Twice: the next one comes from a new frame.
  for (const _ of [1, 2]) {
    const thumbnail = await app.probe.evaluate(
      () =>
        new Promise<{ width: number; height: number; colors: number }>((resolve) => {
          const request = new BroadcastChannel('timeslice:thumbnail-request');
          // As the popup does: while another picture is made, such as the one that is kept, a request is dropped.
          const again = setInterval(() => request.postMessage('please'), 250);
          const shown = new BroadcastChannel('timeslice:thumbnail');
          shown.onmessage = ({ data }: MessageEvent<ImageBitmap>) => {
            clearInterval(again);
            shown.close();
            const canvas = new OffscreenCanvas(data.width, data.height);
            const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
            context.drawImage(data, 0, 0);
            const pixels = new Uint32Array(context.getImageData(0, 0, data.width, data.height).data.buffer);
            resolve({ width: data.width, height: data.height, colors: new Set(pixels).size });
          };
          request.postMessage('please');
        }),
    );
    expect(thumbnail.width).toBe(320);
    expect(Math.abs(thumbnail.height - (320 * height) / width)).toBeLessThanOrEqual(1);
    expect(thumbnail.colors, 'it shows something').toBeGreaterThan(2);
  }
  await stop(app);
  await expect.poll(workers, often).toEqual([]);
});
