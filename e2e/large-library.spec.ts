import { expect } from '@playwright/test';
import { readRecordings } from './support/database';
import { extensionUrl, pages } from './support/extension';
import { openLab } from './support/lab';
import { articles, openLibrary } from './support/library';
import { often } from './support/often';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

const count = 1000;

test('a thousand recordings are listed without reading their slices', async ({ app }) => {
  const lab = await openLab(app.probe);
  await lab.run('addRecordings', count);
  const library = await app.context.newPage();
  await library.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const reads = ['get', 'getAll', 'openCursor'] as const;
    for (const prototype of [IDBObjectStore.prototype, IDBIndex.prototype]) {
      for (const name of reads) {
        const read: CallableFunction = prototype[name];
        Object.assign(prototype, {
          [name](this: IDBObjectStore | IDBIndex, ...args: unknown[]) {
            asked.push('objectStore' in this ? this.objectStore.name : this.name);
            return Reflect.apply(read, this, args);
          },
        });
      }
    }
  });
  await library.goto(extensionUrl(pages.library));
  await expect(articles(library)).toHaveCount(count);
  await expect(articles(library).first()).toContainText(`Recording ${count - 1}`);

  const search = library.getByRole('searchbox', { name: 'Search recordings' });
  await search.fill('recording 99');
  // 99, 199 to 899, and 990 to 999.
  await expect(articles(library)).toHaveCount(19);
  await expect(library.getByRole('status').first()).toHaveText('19 of 1,000');
  await library.getByRole('combobox', { name: 'Sort by' }).selectOption('Oldest');
  await expect(articles(library).first()).toContainText('Recording 99');
  await search.fill('nothing like that');
  await expect(articles(library)).toHaveCount(0);
  await expect(library.getByRole('status').first()).toContainText('nothing like that');
  await search.fill('');
  await expect(articles(library)).toHaveCount(count);
  await expect(articles(library).first()).toContainText('Recording 0');

  const asked = await library.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  expect(new Set(asked)).toEqual(new Set(['clips', 'media']));
});

test('a recording is inspected once; later damage is found when it is opened', async ({ app }) => {
  const lab = await openLab(app.probe);
  await lab.run('addRecordings', 3);
  const first = await openLibrary(app);
  await expect
    .poll(async () => (await readRecordings(app.probe)).filter(({ isIntact }) => isIntact).length, often)
    .toBe(3);
  await first.close();

  const [damaged] = await readRecordings(app.probe);
  await lab.run('deleteSlices', damaged?.id ?? '');
  const library = await openLibrary(app);
  const card = library.getByRole('article', { name: damaged?.name ?? '', exact: true });
  await card.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(card).toContainText(sentence('damageNoMedia'));
  await expect(card.getByRole('button', { name: 'Play', exact: true })).toBeDisabled();
  await expect
    .poll(async () => (await readRecordings(app.probe)).filter(({ isIntact }) => isIntact).length, often)
    .toBe(2);
});
