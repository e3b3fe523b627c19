import { expect } from '@playwright/test';
import {
  changeFolder,
  folderName,
  folderSwitch,
  listFolder,
  openSetup,
  readCopies,
  setPattern,
  stubDirectoryPicker,
  takeFile,
  untilCopy,
} from './support/folder';
import { haltIn } from './support/halt';
import { judgeMovingPage } from './support/judge';
import { download, openLibrary } from './support/library';
import { createOffscreen, evaluateOffscreen, findOffscreen } from './support/offscreen';
import { often } from './support/often';
import {
  ask,
  choose,
  inPopup,
  startRecording,
  stopRecording,
  waitForSlices,
  waitForState,
} from './support/session';
import { haltInWorkersOf } from './support/target-session';
import { test } from './support/test';
import { sentence } from './support/texts';

test('each finished recording is saved to the folder; what fails is said and tried again', async ({
  app,
  tab,
}) => {
  const setup = await openSetup(app, stubDirectoryPicker);
  await folderSwitch(setup).click();
  await expect(folderSwitch(setup)).toBeChecked();
  const step = setup.getByRole('listitem', { name: 'Your folder' });
  await expect(step).toContainText(folderName);
  const pattern = step.getByRole('textbox', { name: 'File names', exact: true });
  await pattern.fill('{source}: {date}/{title}');
  await expect(step.getByRole('status').last()).toContainText(
    /Example: .Tab \d{4}-\d\d-\d\d Team meeting\.webm/,
  );
  await setPattern(setup, '{title}');
  await setup.close();

  await startRecording(app, tab, { timeslice: '250 ms', format: 'webm-vp8' });
  await waitForSlices(app, 6);
  const recording = await stopRecording(app, tab);
  const title = await tab.title();
  expect(await untilCopy(app.probe, 'saved')).toMatchObject({
    recordingId: recording.id,
    fileName: `${title}.webm`,
  });
  await expect.poll(() => findOffscreen(app), { message: 'no recorder is left', ...often }).toBeUndefined();
  await judgeMovingPage(await takeFile(app.probe, `${title}.webm`));
  await inPopup(app, tab, async (popup) => {
    const card = popup.getByRole('group', { name: 'Saved recording', exact: true });
    await expect(card).toContainText(sentence('copySaved'));
  });
  const before = await listFolder(app.probe);
  const library = await openLibrary(app);
  await expect(library.getByRole('article')).toHaveCount(1);
  await expect(library.getByRole('article'), 'nothing to say').not.toContainText('folder');

  // The folder is gone.
  await changeFolder(app.probe, { remove: true });
  await startRecording(app, tab, { whenDone: 'Open in the player' });
  await waitForSlices(app, 12);
  await ask(app, { to: 'background', name: 'stop' });
  await waitForState(app, 'inactive');
  await expect(library.getByRole('article').first().locator('video')).toBeVisible();
  expect(await untilCopy(app.probe, 'failed')).toMatchObject({ failure: { code: 'folder-gone' } });
  const notice = library.getByRole('alert').filter({ hasText: sentence('copiesStuck_one') });
  await expect(notice).toContainText(sentence('failureFolderGoneWhat'));
  await expect(library.getByRole('article').first()).toContainText(sentence('copyFailed'));
  await notice.getByText(sentence('copiesList')).click();
  await expect(notice.getByRole('link')).toHaveCount(1);
  // It is back, with a file of another program in it.
  await changeFolder(app.probe, { write: `${title}.webm` });
  await inPopup(app, tab, async (popup) => {
    const alert = popup.getByRole('alert').filter({ hasText: sentence('copiesStuck_one') });
    await expect(alert).toContainText(sentence('failureFolderGoneWhat'));
    await alert.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect(alert).toBeHidden();
  });
  expect(await untilCopy(app.probe, 'saved')).toMatchObject({ fileName: `${title} (2).webm` });
  await expect(notice).toBeHidden();
  const after = await listFolder(app.probe);
  expect(after).toEqual({ [`${title}.webm`]: 'foreign'.length, [`${title} (2).webm`]: expect.any(Number) });
  expect(before).toEqual({ [`${title}.webm`]: expect.any(Number) });
  const copied = await judgeMovingPage(await takeFile(app.probe, `${title} (2).webm`));
  const downloaded = await download(library, library.getByRole('article').first());
  expect((await judgeMovingPage(downloaded.file)).checksums).toEqual(copied.checksums);
});

test('the recorder lives until the copy of its recording is complete, and then no longer', async ({
  app,
  tab,
}) => {
  const setup = await openSetup(app, stubDirectoryPicker);
  await folderSwitch(setup).click();
  await expect(folderSwitch(setup)).toBeChecked();
  await setPattern(setup, '{title}');
  await setup.close();
  await createOffscreen(app);
  const recorder = await findOffscreen(app);
  const copying = await haltInWorkersOf(
    app.cdp,
    recorder?.targetId ?? '',
    haltIn({ method: 'FileSystemWritableFileStream.prototype.write', isMade: false }),
    'folder-worker',
  );
  await startRecording(app, tab, { timeslice: '1 s', format: 'webm-vp8' });
  await waitForSlices(app, 2);
  await stopRecording(app, tab);
  await copying.halted;
  await waitForState(app, 'inactive');
  // The service worker is asked to close a recorder that has nothing to do, and has answered.
  const request = crypto.randomUUID();
  expect(await ask(app, { to: 'background', name: 'forgetRescue', request })).toMatchObject({ ok: true });
  expect((await findOffscreen(app))?.targetId, 'it is the one that copies').toBe(recorder?.targetId);
  expect(await readCopies(app.probe)).toMatchObject([{ state: 'copying' }]);
  await copying.goOn();
  const { fileName } = (await untilCopy(app.probe, 'saved')) ?? {};
  await expect.poll(() => findOffscreen(app), { message: 'no recorder is left', ...often }).toBeUndefined();
  await judgeMovingPage(await takeFile(app.probe, fileName ?? ''));
});

test('without the permission, a recording waits for it, and a click in the library asks', async ({
  app,
  tab,
}) => {
  const setup = await openSetup(app, stubDirectoryPicker);
  await folderSwitch(setup).click();
  await expect(folderSwitch(setup)).toBeChecked();
  await folderSwitch(setup).click();
  await expect(folderSwitch(setup), 'only this recording is to be saved').not.toBeChecked();
  await setup.close();
  await createOffscreen(app);
  // A handle of the private file system is always allowed.
  const refuse = () => {
    Object.assign(FileSystemHandle.prototype, { queryPermission: async () => 'prompt' });
  };
  await evaluateOffscreen(app, `(${refuse})()`);
  await inPopup(app, tab, (popup) => choose(popup, { whenDone: 'Save to your folder' }));
  await startRecording(app, tab, { timeslice: '250 ms', format: 'webm-vp8' });
  await waitForSlices(app, 3);
  await stopRecording(app, tab);
  await untilCopy(app.probe, 'waiting');
  await expect.poll(() => findOffscreen(app), { message: 'no recorder is left', ...often }).toBeUndefined();
  const opened = app.context.waitForEvent('page');
  await inPopup(app, tab, async (popup) => {
    const alert = popup.getByRole('alert').filter({ hasText: sentence('copiesStuck_one') });
    await expect(alert).toContainText(sentence('folderNotAllowed'));
    await expect(popup.getByRole('group', { name: 'Saved recording' })).toContainText(
      sentence('copyWaiting'),
    );
    await alert.getByRole('button', { name: 'Allow access', exact: true }).click({ noWaitAfter: true });
  });
  const library = await opened;
  await expect(library.getByRole('article')).toContainText(sentence('copyWaiting'));
  await library.evaluate(() => {
    const asked: boolean[] = [];
    const requestPermission = async () => {
      asked.push(navigator.userActivation.isActive);
      return 'granted';
    };
    Object.assign(FileSystemHandle.prototype, { requestPermission });
    Object.assign(globalThis, { asked });
  });
  await library.getByRole('alert').getByRole('button', { name: 'Allow access', exact: true }).click();
  await untilCopy(app.probe, 'saved');
  expect(await library.evaluate(() => (globalThis as unknown as { asked: boolean[] }).asked)).toEqual([true]);
  await expect(library.getByRole('alert')).toHaveCount(0);
  await expect(library.getByRole('article')).not.toContainText(sentence('copyWaiting'));
});
