import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { readSlices } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { createOffscreen, evaluateOffscreen } from './support/offscreen';
import { often } from './support/often';
import { inPopup, startRecording, stop, waitForSlices } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

test('a warning shows once a source delivers no more data, and the recording can be stopped', async ({
  app,
  tab,
  site,
}) => {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `{
      const { start } = MediaRecorder.prototype;
      MediaRecorder.prototype.start = function (...args) {
        globalThis.falterNow = () => this.pause();
        return start.apply(this, args);
      };
    }`,
  );
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 4);
  await evaluateOffscreen(app, 'globalThis.falterNow()');

  await expect
    .poll(() => readBadge(app), { ...often, timeout: 60_000 })
    .toMatchObject({
      text: '!',
      title: expect.stringMatching(sentence('titleStalled')),
    });
  const other = await app.context.newPage();
  await other.goto(site.still);
  await inPopup(app, other, async (popup) => {
    await expect(popup.getByRole('alert')).toContainText(sentence('stalledTitle'));
    await expect(popup.getByText(sentence('safe'))).toBeVisible();
  });
  const recording = await stop(app);
  expect(recording.state).toBe('complete');
  expect(recording.sliceCount).toBe((await readSlices(app.probe)).length);
  const { videoFrames, complaints } = await decodeMedia(await downloadOnly(app));
  expect(complaints).toEqual([]);
  expect(videoFrames).toBeGreaterThan(1);
  expect(videoFrames).toBeLessThan(60 * (recording.durationMs / 1000 + 1));
});
