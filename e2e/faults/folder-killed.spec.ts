import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { keptBy, reportFault } from '../support/fault-report';
import {
  changeFolder,
  folderSwitch,
  listFolder,
  openSetup,
  readCopies,
  setPattern,
  stubDirectoryPicker,
} from '../support/folder';
import { haltIn } from '../support/halt';
import { createOffscreen, findOffscreen } from '../support/offscreen';
import { often } from '../support/often';
import { plantRecording } from '../support/planted-recording';
import { killBrowser } from '../support/processes';
import { ask } from '../support/session';
import { haltInWorkersOf } from '../support/target-session';
import { test } from '../support/test';

/** As in the product: this much is written at once. */
const chunk = 32 * 2 ** 20;
/** Two chunks, so that the kill comes between them. */
const bytes = chunk + 2 ** 20;

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

test('kill -9 in the middle of a copy, beside an interrupted recording: after the next start both are in the folder, under their names', async ({
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
  await createOffscreen(app);
  const recorder = await findOffscreen(app);
  const { halted } = await haltInWorkersOf(
    app.cdp,
    recorder?.targetId ?? '',
    haltIn({ method: 'FileSystemWritableFileStream.prototype.write', isMade: false, callsBefore: 1 }),
  );
  await ask(app, { to: 'background', name: 'makeCopies' });
  await halted;
  const written = bytesIn(files) - before;
  expect(written, 'the first chunk').toBeGreaterThanOrEqual(chunk);
  expect(written, 'not all of it').toBeLessThan(bytes);
  await killBrowser(app);

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
  const [fault, expected] = ['`kill -9` in the middle of a copy to the folder', 2];
  reportFault({ fault, rounds: 1, expected, kept: await keptBy(again) });
});
