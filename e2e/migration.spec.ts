import { expect } from '@playwright/test';
import { waitForFrames } from './support/clock-on-disk';
import { plantOrphan, readRecordings, readSlices } from './support/database';
import { databaseVersion, plantEarlierDatabase } from './support/earlier-database';
import { download, openLibrary, shownName } from './support/library';
import { decodeMedia } from './support/media-file';
import { often } from './support/often';
import { onlyRecording, startRecording, stop, waitForSlices } from './support/session';
import { strange, writeStrangeRows } from './support/strange-rows';
import { test } from './support/test';
import { sentence } from './support/texts';

// The database gets another version, which a shared browser must not keep.
test('a database of version 2 is upgraded: the library has every recording, whatever its state', async ({
  app,
  tab,
  launchOwn,
}) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 9);
  await waitForFrames(app, 30);
  await stop(app);
  const recorded = await onlyRecording(app);
  const before = await openLibrary(app);
  const { checksums } = await decodeMedia((await download(before, before.getByRole('article'))).file);
  await before.close();
  await writeStrangeRows(app.probe);
  const orphan = await plantOrphan(app.probe);
  const { ranges: _ranges, ...row } = recorded;
  const hidden = { ...row, id: 'hidden', name: 'Hidden', deletedAt: Date.now() };
  const slice = { recordingId: 'hidden', sequence: 0, totalBytes: 9, coversMs: 1, size: 9 };
  await plantEarlierDatabase(app.probe, { recordings: [hidden], slices: [slice] });
  expect(await databaseVersion(app.probe)).toBe(2);
  await app.close();

  const again = await launchOwn({ profile: app.profile });
  await expect.poll(() => databaseVersion(again.probe), often).toBe(4);
  const library = await openLibrary(again);
  const cards = library.getByRole('article');
  await expect(cards, 'as many as before, and the interrupted one').toHaveCount(10);
  const named = (of: string) => library.getByRole('article', { name: of, exact: true });
  for (const of of [strange.noMedia, strange.gap, strange.notMedia, 'Recovered recording'])
    await expect(named(of)).toHaveCount(1);
  await expect(named('Untitled recording')).toContainText(sentence('dateUnknown'));
  await expect(named(strange.gap)).toContainText(sentence('damageGap'));
  await expect(named(shownName(recorded)), 'the complete one, and its interrupted copy').toHaveCount(2);
  for (const card of await named(shownName(recorded)).all()) {
    const { file } = await download(library, card);
    expect((await decodeMedia(file)).checksums, 'every frame and sample').toEqual(checksums);
  }
  const rows = await readRecordings(again.probe);
  expect(rows.find((row) => row.id === orphan)).toMatchObject({ state: 'interrupted' });
  expect(
    rows.map((row) => row.id),
    'the deletion was confirmed before',
  ).not.toContain('hidden');
  expect((await readSlices(again.probe)).map(({ recordingId }) => recordingId)).not.toContain('hidden');
  expect(again.complaints).toEqual([]);
});
