import { expect } from '@playwright/test';
import { extensionUrl, pages } from './support/extension';
import { openLab } from './support/lab';
import { articles } from './support/library';
import { test } from './support/test';

const count = 1000;

test('a thousand recordings are listed without a look at their slices', async ({ app }) => {
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
  await expect(articles(library)).toHaveCount(count, { timeout: 20_000 });
  await expect(articles(library).first()).toContainText(`Recording ${count - 1}`);
  const asked = await library.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  expect(new Set(asked)).toEqual(new Set(['recordings']));
});
