import { expect } from '@playwright/test';
import { formatById, formats, mimeTypeOf } from '../src/domain/format';
import { waitForFrames } from './support/clock-on-disk';
import { readRecordings } from './support/database';
import { extensionUrl, pages } from './support/extension';
import { judgeMovingPage } from './support/judge';
import { judgeFinished } from './support/judge-finished';
import { articles, download, openLibrary } from './support/library';
import { openPopup } from './support/popup';
import { saveRecordedBytes } from './support/recorded-bytes';
import {
  inPopup,
  onlyRecording,
  showMore,
  startRecording,
  waitForState,
  waitUntilSafe,
} from './support/session';
import { test } from './support/test';

test.use({ shared: true });

const offered = formats.map((format) => format.id);

for (const id of offered) {
  test(`records ${id}, and finishes it`, async ({ app, tab, firefox }) => {
    await startRecording(app, tab, { format: id });
    await waitUntilSafe(app, 2000);
    // Enough to seek in: AV1 takes a busy machine longer than that.
    await waitForFrames(app, 30);
    await inPopup(app, tab, async (popup) => {
      await popup.getByRole('button', { name: 'Stop', exact: true }).click();
      await waitForState(app, 'inactive');
    });
    const [recording] = await readRecordings(app.probe);
    expect(recording).toMatchObject({ state: 'complete', format: id, mimeType: mimeTypeOf(formatById(id)) });

    const library = await openLibrary(app);
    const { file, name } = await download(library, articles(library));
    const { container, videoCodec } = formatById(id);
    expect(name).toMatch(new RegExp(`\\.${container}$`));
    const judged = await judgeMovingPage(file);
    const { media } = judged;
    expect(media.containers).toContain(container);
    const names = { vp8: 'vp8', vp9: 'vp9', av1: 'av1', av01: 'av1', avc3: 'h264' };
    expect(media.video?.codec_name).toBe(names[videoCodec.split('.')[0] as keyof typeof names]);
    expect(media.audio?.codec_name).toBe('opus');

    await articles(library).getByRole('button', { name: 'Play', exact: true }).click();
    await library.locator('video').waitFor();
    const { id: recordingId, mimeType } = await onlyRecording(app);
    const recorded = await saveRecordedBytes(app.probe, recordingId);
    await judgeFinished(file, recorded, judged, {
      player: library,
      firefox: await firefox,
      mimeType,
    });
  });
}

test('every format that the browser can record is offered, with what it is good for', async ({
  app,
  tab,
}) => {
  const popup = await openPopup(app, tab);
  await showMore(popup);
  const options = popup.getByRole('combobox', { name: 'Format' }).getByRole('option');
  const values = await options.evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
  const types = formats.map((format) => ({ id: format.id, type: mimeTypeOf(format) }));
  const possible = await app.probe.evaluate(
    (all) => all.filter(({ type }) => MediaRecorder.isTypeSupported(type)).map(({ id }) => id),
    types,
  );
  expect(values).toEqual(['automatic', ...possible]);
  for (const text of await options.allTextContents()) expect(text).toMatch(/.+ · .+/);
});

test('a format that the browser can’t record is not offered', async ({ app }) => {
  const page = await app.context.newPage();
  await page.addInitScript(() => {
    const original = MediaRecorder.isTypeSupported;
    MediaRecorder.isTypeSupported = (type) =>
      !type.startsWith('video/mp4') && original.call(MediaRecorder, type);
  });
  await page.goto(extensionUrl(pages.popup));
  await showMore(page);
  const options = page.getByRole('combobox', { name: 'Format' }).getByRole('option');
  await expect(options.filter({ hasText: 'WebM' }).first()).toBeAttached();
  await expect(options.filter({ hasText: 'MP4' })).toHaveCount(0);
});
