import { expect } from '@playwright/test';
import { type FormatId, formatById, formats, mimeTypeOf } from '../src/domain/format';
import { waitForFrames } from './support/clock-on-disk';
import { compositing } from './support/compositing';
import { readRecordings } from './support/database';
import { extensionUrl, pages } from './support/extension';
import { type Judged, judgeMovingPage } from './support/judge';
import { judgeFinished } from './support/judge-finished';
import { articles, download, downloadOnly, openLibrary } from './support/library';
import { longIf } from './support/long';
import { openPopup } from './support/popup';
import { saveRecordedBytes } from './support/recorded-bytes';
import {
  choose,
  inPopup,
  onlyRecording,
  showMore,
  startRecording,
  startWith,
  stop,
  waitForState,
  waitUntilSafe,
} from './support/session';
import { recordedSize } from './support/tabs';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

const offered = formats.map((format) => format.id);

/** Judges a recording of the moving page, and expects the container and the codecs of its format. */
async function judgeFormat(file: string, id: FormatId): Promise<Judged> {
  const judged = await judgeMovingPage(file);
  const { media } = judged;
  const { container, videoCodec } = formatById(id);
  expect(media.containers).toContain(container);
  const names = { vp8: 'vp8', vp9: 'vp9', av1: 'av1', av01: 'av1', avc3: 'h264' };
  expect(media.video?.codec_name).toBe(names[videoCodec.split('.')[0] as keyof typeof names]);
  expect(media.audio?.codec_name).toBe('opus');
  return judged;
}

for (const id of offered) {
  // `colors.spec.ts` records it too, and the others are finished in the same way.
  test(`records ${id}, and finishes it`, longIf(id === 'mp4-vp9'), async ({ app, tab, firefox }) => {
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
    expect(name).toMatch(new RegExp(`\\.${formatById(id).container}$`));
    const judged = await judgeFormat(file, id);

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

test.describe('composited by GPU', () => {
  test.use({ launch: { args: [...compositing.GPU] } });

  for (const id of offered) {
    // The others, or their codecs, are recorded on this path by `colors.spec.ts` and `tab-size.spec.ts`.
    test(`records ${id} at the tab’s size`, longIf(id !== 'mp4-h264'), async ({ app, tab }) => {
      const size = await recordedSize(app);
      expect(await startWith(app, { source: 'tab', format: id }, tab)).toMatchObject({ ok: true });
      await waitForFrames(app, 20);
      expect(await stop(app)).toMatchObject({ state: 'complete', format: id, ...size });
      const { media } = await judgeFormat(await downloadOnly(app), id);
      expect(media.video).toMatchObject({ ...size });
    });
  }
});

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

test('the popup says which audio an MP4 gets, and what plays it', async ({ app }) => {
  const page = await app.context.newPage();
  const choice = page.getByRole('combobox', { name: 'MP4 audio', exact: true });
  for (const { isAac, hint } of [
    { isAac: false, hint: 'mp4OpusHint' },
    { isAac: true, hint: 'mp4AacHint' },
  ]) {
    await page.addInitScript((possible) => {
      const original = MediaRecorder.isTypeSupported;
      MediaRecorder.isTypeSupported = (type) =>
        type.includes('mp4a') ? possible : original.call(MediaRecorder, type);
    }, isAac);
    await page.goto(extensionUrl(pages.popup));
    await choose(page, { format: 'mp4-h264' });
    await expect(page.getByText(sentence(hint))).toBeVisible();
    await expect(choice, 'offered if there is one').toHaveCount(isAac ? 1 : 0);
    await choose(page, { format: 'webm-vp9' });
    await expect(page.getByText(sentence(hint))).toBeHidden();
    await expect(choice).toHaveCount(0);
  }
  await choose(page, { format: 'mp4-h264' });
  await choice.selectOption('Opus');
  await expect(page.getByText(sentence('mp4OpusHint'))).toBeVisible();
  await expect(page.getByText(sentence('mp4AacHint'))).toBeHidden();
});
