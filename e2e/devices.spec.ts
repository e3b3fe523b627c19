import { expect } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { waitForBeep, waitForFrames } from './support/clock-on-disk';
import { readRecordings, readSlices } from './support/database';
import { downloadOnly, openLibrary } from './support/library';
import { decodeMedia, probeMedia } from './support/media-file';
import { createOffscreen, evaluateOffscreen, findOffscreen } from './support/offscreen';
import { often } from './support/often';
import { expectSaved } from './support/saved-card';
import {
  onlyRecording,
  readSnapshot,
  startWith,
  stop,
  waitForSlices,
  waitForState,
  waitUntilSafe,
} from './support/session';
import { readLoudness } from './support/sound';
import { test } from './support/test';

const allowed = { microphone: 'allow', camera: 'allow' } as const;

/** Makes the recorder open its devices through the test, which can then unplug the camera. */
async function openThroughUs(app: TestBrowser): Promise<void> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `{
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await open(constraints);
        for (const track of stream.getVideoTracks()) {
          globalThis.unplugCamera = () => {
            track.stop();
            track.dispatchEvent(new Event('ended'));
          };
        }
        return stream;
      };
    }`,
  );
}

test.describe('with a camera and a microphone', () => {
  test.use({ launch: { permitted: false, devices: true, answers: allowed }, shared: true });

  for (const format of ['webm-vp8', 'mp4-h264'] as const) {
    test(`records the camera alone, with the microphone, in ${format}`, async ({ app }) => {
      expect(
        await startWith(app, {
          source: 'camera',
          microphone: true,
          resolution: 480,
          format,
          timesliceMs: 250,
        }),
      ).toMatchObject({
        ok: true,
      });
      // The fake microphone beeps each second.
      await waitForBeep(app);
      await waitUntilSafe(app, 1000);
      await waitForFrames(app, 3);
      const recording = await stop(app);
      expect(recording).toMatchObject({ source: 'camera', state: 'complete', hasAudio: true, height: 480 });
      expect(recording.name).toMatch(/^Camera recording \d{4}-/);
      const file = await downloadOnly(app);
      const { complaints, videoFrames, audioFrames } = await decodeMedia(file);
      expect(complaints).toEqual([]);
      const seconds = recording.durationMs / 1000 + 1;
      expect(videoFrames).toBeGreaterThan(2);
      expect(videoFrames).toBeLessThan(60 * seconds);
      // Chromium's packets of Opus last 20 or 60 ms, and a busy machine may encode them late.
      expect(audioFrames).toBeGreaterThan(8);
      expect(audioFrames).toBeLessThan(50 * seconds);
      const { width, height } = recording;
      expect((await probeMedia(file)).video).toMatchObject({ width, height });
      expect(Math.max(...(await readLoudness(file)))).toBeGreaterThan(0.05);
    });
  }

  test('a camera that is unplugged beside a microphone: the recording continues', async ({ app }) => {
    await openThroughUs(app);
    const options = { source: 'camera', microphone: true, resolution: 480, timesliceMs: 250 } as const;
    expect(await startWith(app, options)).toMatchObject({ ok: true });
    await waitForSlices(app, 1);
    await evaluateOffscreen(app, 'unplugCamera()');
    await expect.poll(async () => (await readSnapshot(app)).progress?.pictureGone, often).toBe(true);
    await waitForSlices(app, (await readSlices(app.probe)).length + 2);
    expect(await stop(app)).toMatchObject({ state: 'complete' });
    expect((await readSnapshot(app)).session).not.toHaveProperty('last.failure');
    expect((await decodeMedia(await downloadOnly(app))).complaints).toEqual([]);
  });

  test('a camera alone that is unplugged: the recording ends and is saved, with the reason', async ({
    app,
    site,
  }) => {
    await openThroughUs(app);
    expect(await startWith(app, { source: 'camera', resolution: 480, timesliceMs: 250 })).toMatchObject({
      ok: true,
    });
    await waitForSlices(app, 1);
    await evaluateOffscreen(app, 'unplugCamera()');
    await waitForState(app, 'inactive');
    expect(await onlyRecording(app)).toMatchObject({ state: 'complete', failure: { code: 'camera-gone' } });
    const page = await app.context.newPage();
    await page.goto(site.still);
    await expectSaved(app, page);
    expect((await decodeMedia(await downloadOnly(app))).complaints).toEqual([]);
  });

  test('records the camera without audio', async ({ app }) => {
    expect(await startWith(app, { source: 'camera', resolution: 480, timesliceMs: 250 })).toMatchObject({
      ok: true,
    });
    expect((await readSnapshot(app)).progress).toMatchObject({ sourceSound: false });
    await waitForSlices(app, 2);
    expect(await stop(app)).toMatchObject({ hasAudio: false, state: 'complete' });
    const media = await probeMedia(await downloadOnly(app));
    expect(media.video).toBeDefined();
    expect(media.audio).toBeUndefined();
  });

  test('records the microphone alone: small audio files, whatever video format was chosen', async ({
    app,
  }) => {
    expect(
      await startWith(app, { source: 'microphone', format: 'mp4-h264', timesliceMs: 250 }),
    ).toMatchObject({ ok: true });
    await waitForBeep(app);
    await waitUntilSafe(app, 1000);
    const recording = await stop(app);
    expect(recording).toMatchObject({
      source: 'microphone',
      mimeType: 'audio/webm;codecs=opus',
      width: 0,
      height: 0,
      hasAudio: true,
    });
    expect(recording.name).toMatch(/^Microphone recording \d{4}-/);
    const file = await downloadOnly(app);
    expect(file).toMatch(/\.webm$/);
    const media = await probeMedia(file);
    expect(media.video).toBeUndefined();
    expect(media.audio?.codec_name).toBe('opus');
    const { complaints, endsAt } = await decodeMedia(file);
    expect(endsAt).toBeGreaterThan(0.4);
    expect(endsAt).toBeLessThan(recording.durationMs / 1000 + 1);
    expect(Math.abs((media.duration ?? 0) - endsAt), 'the header knows the duration').toBeLessThan(0.25);
    expect(complaints).toEqual([]);
    expect((recording.bytes * 8) / endsAt, 'bits per second').toBeLessThan(160_000);
    expect((recording.bytes * 8) / endsAt).toBeGreaterThan(16_000);
    expect(Math.max(...(await readLoudness(file)))).toBeGreaterThan(0.05);

    const library = await openLibrary(app);
    await library.getByRole('button', { name: 'Play', exact: true }).click();
    const player = library.locator('audio');
    await expect(library.getByRole('region', { name: 'Microphone recording', exact: true })).toBeVisible();
    const playedS = () => player.evaluate((element: HTMLAudioElement) => element.currentTime);
    await expect.poll(playedS, { message: 'it really plays', ...often }).toBeGreaterThan(0.3);
  });
});

for (const { name, answers, devices, code } of [
  { name: 'denied', answers: { ...allowed, camera: 'block' }, devices: true, code: 'camera-denied' },
  { name: 'not asked for', answers: { microphone: 'allow' }, devices: true, code: 'camera-not-asked' },
  { name: 'not there', answers: allowed, devices: false, code: 'camera-missing' },
] as const) {
  test.describe(`a camera that is ${name}`, () => {
    test.use({ launch: { permitted: false, devices, answers } });

    test('is refused with the reason, and leaves nothing behind', async ({ app }) => {
      expect(await startWith(app, { source: 'camera' })).toMatchObject({ ok: false, failure: { code } });
      expect((await readSnapshot(app)).session).toMatchObject({
        state: 'inactive',
        last: { saved: false, failure: { code } },
      });
      expect(await readRecordings(app.probe)).toEqual([]);
      expect(await readSlices(app.probe)).toEqual([]);
      await expect
        .poll(() => findOffscreen(app), { message: 'nothing holds a stream', ...often })
        .toBeUndefined();
    });
  });
}

for (const { name, answers, devices, code } of [
  { name: 'denied', answers: { ...allowed, microphone: 'block' }, devices: true, code: 'microphone-denied' },
  { name: 'not there', answers: allowed, devices: false, code: 'microphone-missing' },
] as const) {
  test.describe(`a microphone that is ${name}`, () => {
    test.use({ launch: { devices, answers } });

    test('is refused before the tab is captured, and the tab can be recorded without it', async ({
      app,
      tab,
    }) => {
      const refused = await startWith(app, { source: 'tab', microphone: true }, tab);
      expect(refused).toMatchObject({ ok: false, failure: { code } });
      expect(await readRecordings(app.probe)).toEqual([]);
      await expect
        .poll(() => findOffscreen(app), { message: 'nothing holds a stream', ...often })
        .toBeUndefined();
      expect(await startWith(app, { source: 'tab' }, tab)).toMatchObject({ ok: true });
      await waitForSlices(app, 1);
      expect(await stop(app)).toMatchObject({ state: 'complete' });
    });
  });
}
