import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import {
  changeFolder,
  folderSwitch,
  listFolder,
  openSetup,
  readCopies,
  setPattern,
  stubDirectoryPicker,
} from './support/folder';
import { often } from './support/often';
import { plantRecording } from './support/planted-recording';
import { killBrowser } from './support/processes';
import { ask } from './support/session';
import { test } from './support/test';

/** Large enough that the kill comes before the end of the copy. */
const bytes = 400 * 2 ** 20;

const name = (title: string) => `${title}.webm`;

/** The bytes of the files of the private file systems. */
function bytesIn(folder: string): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
    }, 0);
  } catch {
    // It is being written.
    return 0;
  }
}

test('kill -9 in the middle of a copy: the next start of the browser makes it again, under its name, and an interrupted recording is saved too', async ({
  launchOwn,
}) => {
  const app = await launchOwn();
  const setup = await openSetup(app, stubDirectoryPicker);
  await folderSwitch(setup).click();
  await expect(folderSwitch(setup)).toBeChecked();
  await setPattern(setup, '{title}');
  await setup.close();
  await changeFolder(app.probe, { write: 'foreign.webm' });
  await plantRecording(app.probe, { id: 'a', name: 'Large', bytes, state: 'complete', toFolder: true });
  const interrupted = {
    id: 'b',
    name: 'Interrupted',
    bytes: 2 ** 16,
    state: 'recording',
    toFolder: false,
  } as const;
  await plantRecording(app.probe, interrupted);
  const files = join(app.profile, 'Default', 'File System');
  const before = bytesIn(files);
  await ask(app, { to: 'background', name: 'makeCopies' });
  await expect
    .poll(() => bytesIn(files), { ...often, intervals: [5], message: 'some of it is written' })
    .toBeGreaterThan(before + 2 ** 20);
  await killBrowser(app);
  expect(bytesIn(files), 'not all of it').toBeLessThan(before + bytes);

  const again = await launchOwn({ profile: app.profile });
  const saved = { state: 'saved', fileName: name('Large') };
  await expect
    .poll(() => readCopies(again.probe), often)
    .toMatchObject([saved, { ...saved, fileName: name('Interrupted') }]);
  expect(await listFolder(again.probe)).toEqual({
    'foreign.webm': 'foreign'.length,
    [name('Large')]: bytes,
    [name('Interrupted')]: interrupted.bytes,
  });
});
