import { expect, test } from '@playwright/test';
import { insetArea } from '../../src/domain/inset-layout';
import { type FirefoxApp, launchFirefox } from '../support/firefox-app';
import {
  choose,
  clickStart,
  downloadFirst,
  startDevices,
  startScreen,
  stop,
  waitForDownload,
  waitForNoRecorder,
  waitForSlices,
} from '../support/firefox-recording';
import { complaintsOfMkvtoolnix } from '../support/matroska';
import { decodeMedia, probeMedia } from '../support/media-file';
import { often } from '../support/often';
import { run } from '../support/run';

let app: FirefoxApp;

test.beforeEach(async () => {
  app = await launchFirefox();
});

test.afterEach(async () => {
  await app.close();
});

test('the whole screen is recorded, and saved as a file with its duration and an index', async () => {
  await app.show('src/library/library.html');
  await startScreen(app);
  await waitForSlices(app, 3);
  expect(await app.isRecorderMinimized()).toBe(true);
  await stop(app);
  const file = await downloadFirst(app);
  const [media, decoded, complaints] = await Promise.all([
    probeMedia(file),
    decodeMedia(file),
    complaintsOfMkvtoolnix(file),
  ]);
  expect(media).toMatchObject({ video: { codec_name: 'vp8', width: 1600, height: 1000 }, audio: undefined });
  expect(media.duration).toBeGreaterThan(2.5);
  expect(decoded.videoFrames).toBeGreaterThan(20);
  expect(complaints).toEqual([]);
  const hasPicture = () => (document.querySelector<HTMLImageElement>('article img')?.naturalWidth ?? 0) > 0;
  await expect
    .poll(() => app.run('content', hasPicture), { message: 'the library has a picture of it', ...often })
    .toBe(true);
});

test('a recording is downloaded without the library, by the recorder', async () => {
  await choose(app, { source: 'microphone' });
  await startDevices(app);
  await waitForSlices(app, 1);
  const id = await stop(app);
  expect(await app.call('download', id)).toMatchObject({ ok: true });
  const media = await probeMedia(await waitForDownload(app));
  expect(media).toMatchObject({ audio: { codec_name: 'opus' } });
  await waitForNoRecorder(app);
});

test('a window is recorded, and the recorder stays open beside it', async () => {
  await app.show('src/library/library.html');
  await clickStart(app);
  await app.goToRecorder('#choose');
  await app.click('content', '#choose');
  await app.answer('Library');
  await waitForSlices(app, 2);
  expect(await app.isRecorderMinimized()).toBe(false);
  await stop(app);
  const media = await probeMedia(await downloadFirst(app));
  expect(media).toMatchObject({ video: { codec_name: 'vp8' } });
  expect(media.video?.width).toBeLessThan(1600);
});

test('the screen is recorded with the microphone, and the camera in a corner', async () => {
  await choose(app, { source: 'picker', microphone: true, inset: true });
  await startScreen(app);
  await waitForSlices(app, 3);
  await stop(app);
  const file = await downloadFirst(app);
  expect(await probeMedia(file)).toMatchObject({
    video: { codec_name: 'vp8' },
    audio: { codec_name: 'opus' },
  });
  const { x, y, side } = insetArea(1600, 1000, { corner: 'bottom-right', size: 'medium' });
  // The picture of Firefox's own fake camera has another color all the time.
  expect((await colorsAt(file, x + side / 2, y + side / 2)).size).toBeGreaterThan(5);
  expect((await colorsAt(file, x - 20, y - 20)).size).toBe(1);
});

/** The colors that a place of the video has in the course of it, to 1/16 of full scale: encoding adds a little noise. */
async function colorsAt(file: string, x: number, y: number): Promise<Set<string>> {
  const filters = ['-vf', `crop=2:2:${x}:${y}`, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const { stdout } = await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', file, ...filters]);
  const frames = Array.from({ length: stdout.length / 12 }, (_, frame) =>
    stdout.subarray(12 * frame, 12 * frame + 3),
  );
  return new Set(frames.map((pixel) => [...pixel].map((value) => value >> 4).join()));
}
