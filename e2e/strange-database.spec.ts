import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { waitForFrames } from './support/clock-on-disk';
import { expectCovered } from './support/judge-saved';
import { download, openLibrary, shownName } from './support/library';
import { decodeMedia } from './support/media-file';
import { often } from './support/often';
import { onlyRecording, recordBriefly, startRecording, stop, waitForSlices } from './support/session';
import { strange, writeStrangeRows } from './support/strange-rows';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

test('the library shows what can be saved of damaged recordings, and why the rest can’t', async ({
  app,
  tab,
}) => {
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 9);
  // The damaged copies have a few of its slices.
  await waitForFrames(app, 30);
  await stop(app);
  const recorded = await onlyRecording(app);
  const { durationMs } = recorded;
  const name = shownName(recorded);
  await writeStrangeRows(app.probe);

  const library = await openLibrary(app);
  const card = (of: string) => library.getByRole('article', { name: of, exact: true });
  const play = (of: string) => card(of).getByRole('button', { name: 'Play', exact: true });
  await expect(library.getByRole('article')).toHaveCount(9);
  for (const [of, key] of [
    [strange.noMedia, 'damageNoMedia'],
    [strange.gap, 'damageGap'],
    [strange.noBeginning, 'damageNoBeginning'],
    [strange.cutOff, 'damageCutOff'],
    [strange.notMedia, 'damageNotMedia'],
    [strange.unreadable, 'damageUnreadable'],
  ] as const) {
    await expect(card(of)).toContainText(sentence(key));
  }
  for (const of of [strange.noMedia, strange.noBeginning, strange.notMedia])
    await expect(play(of)).toBeDisabled();
  await expect(card(strange.noMedia).getByRole('button', { name: 'Download', exact: true })).toBeDisabled();
  const unharmed = [name, 'Recovered recording', 'Untitled recording'];
  for (const of of unharmed) await expect(card(of)).not.toContainText(/slice is missing|cut off|damaged/);
  await expect(card('Untitled recording')).toContainText(sentence('dateUnknown'));

  const save = async (of: string) => (await download(library, card(of))).file;
  const whole = await decodeMedia(await save(name));
  const files = new Map<string, string>();
  for (const of of [...unharmed, strange.gap, strange.unreadable, strange.cutOff])
    files.set(of, await save(of));
  await Promise.all(
    [...files].map(async ([of, file]) => {
      const { complaints, endsAt, videoFrames, checksums } = await decodeMedia(file);
      expect(complaints, of).toEqual([]);
      expect(videoFrames, of).toBeGreaterThan(0);
      if (unharmed.includes(of)) return expectCovered(endsAt, durationMs);
      const kept = checksums.map((track, index) => whole.checksums[index]?.slice(0, track.length));
      expect(checksums, `${of}: the beginning, unchanged`).toEqual(kept);
      expect(checksums.flat().length, `${of}: frames`).toBeLessThan(whole.checksums.flat().length);
    }),
  );
  const { file } = await download(library, card(strange.notMedia));
  expect(await readFile(file, 'utf8')).toContain('This is no film.');

  const pieces = library.waitForEvent('download');
  await card(strange.gap).getByRole('button', { name: 'Download all slices unchanged' }).click();
  const raw = await (await pieces).path();
  const { file: cut } = await download(library, card(strange.gap));
  expect((await readFile(raw)).length, 'with what is behind the gap').toBeGreaterThan(
    (await readFile(cut)).length,
  );

  await play(strange.unreadable).click();
  const time = () =>
    card(strange.unreadable)
      .locator('video')
      .evaluate((video: HTMLVideoElement) => video.currentTime);
  await expect.poll(time, { message: 'what comes before the damage plays', ...often }).toBeGreaterThan(0);

  await expectAccessible(library, 'damaged recordings');
  await card(strange.noMedia).getByRole('button', { name: 'Delete' }).click();
  await library.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(library.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expectAccessible(library, 'a deletion that can be undone');
});

/** Raises the version of the database, as a newer version of Timeslice would. */
function raiseVersion(
  page: Page,
  version: number,
  { foreign }: { readonly foreign: boolean },
): Promise<void> {
  return page.evaluate(
    async ([wanted, withoutOurs]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('timeslice', wanted);
        request.onupgradeneeded = () => {
          const database = request.result;
          database.createObjectStore(`of-version-${wanted}`);
          if (!withoutOurs) return;
          for (const store of ['media', 'slices']) database.deleteObjectStore(store);
        };
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      }),
    [version, foreign] as const,
  );
}

test('a database of a newer version is read and written', async ({ app, tab }) => {
  const library = await openLibrary(app);
  await expect(library.getByText(sentence('libraryEmpty'))).toBeVisible();
  await raiseVersion(app.probe, 7, { foreign: false });
  const name = shownName(await recordBriefly(app, tab));
  await expect(library.getByRole('article', { name })).toBeVisible();
});

test('a database without our object stores is refused, with the reason', async ({ app, tab }) => {
  const name = shownName(await recordBriefly(app, tab));
  const library = await openLibrary(app);
  const card = library.getByRole('article', { name });
  await expect(card).toBeVisible();
  await raiseVersion(app.probe, 8, { foreign: true });
  // The list was read before; the file is read in a worker, whose failure keeps its code.
  await card.getByRole('button', { name: 'Download', exact: true }).click();
  await expect(library.getByRole('alert')).toContainText(sentence('failureDatabaseUnknownWhat'));
  await library.reload();
  await expect(library.getByRole('alert')).toContainText(sentence('failureDatabaseUnknownWhat'));
  await expect(library.getByRole('alert').getByRole('button', { name: 'Try again' })).toBeVisible();
});
