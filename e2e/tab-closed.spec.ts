import { expect } from '@playwright/test';
import { readBadge } from './support/badge';
import { readRecordings } from './support/database';
import { judgeMovingPage } from './support/judge';
import { articles, downloadOnly, openLibrary } from './support/library';
import { often } from './support/often';
import { inPopup, onlyRecording, startRecording, waitForSlices, waitForState } from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

test('the tab closes: the recording is saved, with the reason, and another can start', async ({
  app,
  tab,
  site,
}) => {
  await startRecording(app, tab);
  await waitForSlices(app, 2);
  await tab.close();
  await waitForState(app, 'inactive');

  const recording = await onlyRecording(app);
  expect(recording).toMatchObject({ state: 'complete', failure: { code: 'tab-closed' } });
  await judgeMovingPage(await downloadOnly(app));
  const library = await openLibrary(app);
  await expect(articles(library)).toContainText(sentence('failureTabClosedWhat'));
  await library.close();

  const next = await app.context.newPage();
  await next.goto(site.moving);
  await inPopup(app, next, async (popup) => {
    await expect(popup.getByRole('alert')).toContainText(sentence('failureTabClosedWhat'));
  });
  await startRecording(app, next);
  await expect.poll(() => readBadge(app), often).toMatchObject({ text: 'REC' });
  expect(await readRecordings(app.probe)).toHaveLength(2);
});

test('the tab goes to another page: the recording continues', async ({ app, tab, site }) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 3);
  await tab.goto(site.origin.replace('127.0.0.1', 'localhost').concat('/moving'));
  const before = (await onlyRecording(app)).sliceCount;
  await waitForSlices(app, before + 4);
  expect(await onlyRecording(app)).toMatchObject({ state: 'recording' });
});
