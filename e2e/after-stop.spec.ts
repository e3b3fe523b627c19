import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from '@playwright/test';
import { expectBadge } from './support/badge';
import type { TestBrowser } from './support/browser';
import { judgeMovingPage } from './support/judge';
import { openLibrary } from './support/library';
import { findOffscreen } from './support/offscreen';
import { often } from './support/often';
import { clickAway } from './support/popup';
import { cardOf, expectCard, expectSavedBadge } from './support/saved-card';
import {
  choose,
  inPopup,
  onlyRecording,
  startRecording,
  startWith,
  stop,
  stopRecording,
  waitForSlices,
  waitForState,
} from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

/** Lets the browser save its downloads in a folder, also those of no page that the test sees. */
async function downloadsOf(app: TestBrowser) {
  const folder = test.info().outputPath('downloads');
  const completed: number[] = [];
  app.cdp.on('Browser.downloadProgress', ({ state, totalBytes }) => {
    if (state === 'completed') completed.push(totalBytes);
  });
  await app.cdp.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    eventsEnabled: true,
  });
  return {
    /** The only file, once it is there. */
    async only(): Promise<string> {
      await expect.poll(() => completed, { message: 'a download', ...often }).toHaveLength(1);
      const files = readdirSync(folder).map((name) => join(folder, name));
      expect(files.map((file) => statSync(file).size)).toEqual(completed);
      return files[0] ?? '';
    },
  };
}

test('the card after Stop shows the recording, plays it, finds it and downloads it', async ({ app, tab }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 4);
  const recording = await stopRecording(app, tab);
  const downloads = await downloadsOf(app);

  await inPopup(app, tab, async (popup) => {
    const { card, button } = cardOf(popup);
    await expectCard(popup, recording);
    await button('Download').click();
    await judgeMovingPage(await downloads.only());
    await expect.poll(() => findOffscreen(app), { message: 'no recorder is left', ...often }).toBeUndefined();
    await expect(card, 'it stays').toBeVisible();
  });

  for (const name of ['Play', 'Show in library']) {
    const opened = app.context.waitForEvent('page');
    await inPopup(app, tab, (popup) => clickAway(popup, cardOf(popup).button(name)));
    const library = await opened;
    await expect(library.getByRole('article')).toHaveCount(1);
    if (name === 'Play') await expect(library.locator('video')).toBeVisible();
    else await expect(library.locator('video')).toHaveCount(0);
    await library.close();
  }

  await inPopup(app, tab, async (popup) => {
    const { card } = cardOf(popup);
    await popup.getByRole('button', { name: sentence('dismiss'), exact: true }).click();
    await expect(card).toBeHidden();
  });
  await inPopup(app, tab, (popup) => expect(cardOf(popup).card).toBeHidden());
});

test('badge and title say that a recording is saved until the popup was opened', async ({ app, tab }) => {
  expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 2);
  await stop(app);
  await expectSavedBadge(app);
  await inPopup(app, tab, async (popup) => {
    await expect(cardOf(popup).card).toBeVisible();
    await expectBadge(app, { text: '', title: 'Timeslice' });
  });
  expect(await startWith(app, { source: 'tab' }, tab)).toMatchObject({ ok: true });
  await inPopup(app, tab, async (popup) => {
    await expect(popup.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
    await expect(cardOf(popup).card, 'the next start ends it').toBeHidden();
    await popup.getByRole('button', { name: 'Stop', exact: true }).click();
    await waitForState(app, 'inactive');
  });
});

test('a deleted recording is not offered', async ({ app, tab }) => {
  expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
  await waitForSlices(app, 2);
  await stop(app);
  const library = await openLibrary(app);
  await library.getByRole('button', { name: 'Delete', exact: true }).click();
  await library.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(library.getByRole('article')).toHaveCount(0);
  await inPopup(app, tab, (popup) => expect(cardOf(popup).card).toBeHidden());
  await expectBadge(app, { text: '', title: 'Timeslice' });
});

test('when a recording is done, it is downloaded, if that was chosen', async ({ app, tab }) => {
  const downloads = await downloadsOf(app);
  await inPopup(app, tab, (popup) => choose(popup, { whenDone: 'Download' }));
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 4);
  await stop(app);
  const file = await downloads.only();
  expect(basename(file)).toMatch(/^Moving page .*\.(?:webm|mp4)$/);
  await judgeMovingPage(file);
});

test('when a recording is done, it is shown in the library, if that was chosen', async ({ app, tab }) => {
  await inPopup(app, tab, (popup) => choose(popup, { whenDone: 'Show in library' }));
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 2);
  const opened = app.context.waitForEvent('page', (page) => page.url().includes('library.html'));
  await stop(app);
  const library = await opened;
  await expect(library.getByRole('article')).toHaveCount(1);
  expect(new URL(library.url()).hash).toBe(`#${(await onlyRecording(app)).id}`);
});
