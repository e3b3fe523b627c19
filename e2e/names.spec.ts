import { expect } from '@playwright/test';
import { articles, download, openLibrary } from './support/library';
import { startRecording, stop, waitForSlices } from './support/session';
import { test } from './support/test';

test.use({ shared: true });

const wicked = [
  '<img src=x onerror="document.title=1"><script>document.title = 2</script>',
  'annual report \u202efdp.exe',
  `${'long '.repeat(2000)}end`,
  'one/two\\three:four\0\n\u0007five',
] as const;

/** Joined by U+200D and U+200C. */
const joined = '👩‍👩‍👧 می‌خواهم';

test('the library shows any name as text', async ({ app, tab }) => {
  await tab.evaluate(
    (title) => {
      document.title = title;
    },
    joined + wicked[0] + wicked[1],
  );
  await startRecording(app, tab, { timeslice: '250 ms' });
  await waitForSlices(app, 2);
  const { name } = await stop(app);
  expect(name).toContain('<script>');
  expect(name, 'letters and emoji stay joined').toContain(joined);
  expect(name, 'nothing turns the text around').not.toMatch(/\u202e/);

  const library = await openLibrary(app);
  await library.setViewportSize({ width: 320, height: 700 });
  const title = await library.title();
  const rename = (to: string) =>
    app.probe.evaluate(
      (name) =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('timeslice');
          opening.onsuccess = () => {
            const transaction = opening.result.transaction('clips', 'readwrite');
            const store = transaction.objectStore('clips');
            store.getAll().onsuccess = ({ target }) => {
              const [row] = (target as IDBRequest<object[]>).result;
              store.put({ ...row, name });
            };
            transaction.oncomplete = () => {
              opening.result.close();
              resolve();
            };
            transaction.onabort = () => reject(transaction.error);
          };
        }),
      to,
    );
  for (const [index, text] of wicked.entries()) {
    await rename(text);
    await library.reload();
    const article = articles(library);
    expect(await article.getByRole('heading').textContent(), 'letter for letter').toBe(text);
    expect(await article.getByRole('heading').locator('script, img').count()).toBe(0);
    const { file: _file, name: file } = await download(library, article);
    expect(file).toMatch(/^[^\p{C}/\\:*?"<>|]{1,210}\.webm$/u);
    await article.getByRole('button', { name: 'Delete' }).click();
    const question = library.getByRole('dialog').getByRole('heading');
    expect(await question.locator('script, img').count()).toBe(0);
    const overflow = () => library.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow(), `name ${index} fits`).toBeLessThanOrEqual(0);
    await library.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(library.getByRole('status')).toContainText(text.slice(0, 6));
    expect(await library.getByRole('status').locator('script, img').count()).toBe(0);
    expect(await overflow(), `name ${index} fits in the message`).toBeLessThanOrEqual(0);
    await library.getByRole('button', { name: 'Undo' }).click();
    await expect(article).toHaveCount(1);
  }
  expect(await library.title(), 'no script ran').toBe(title);
});
