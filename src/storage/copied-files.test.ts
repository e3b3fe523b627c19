import { expect, it } from 'vitest';
import { writeCopy } from './copied-files';
import { openTemporaryFolder } from './temporary-folder';
import { stubOrigin } from './testing/origin';

it('a copy that another worker is writing is waited for, and used', async () => {
  stubOrigin();
  const { name } = await openTemporaryFolder();
  let written = 0;
  async function* chunks() {
    for (const byte of [1, 2, 3]) {
      await new Promise((resolve) => setTimeout(resolve));
      written += 1;
      yield Uint8Array.of(byte);
    }
  }
  const open = () => writeCopy(name, 'a', async () => undefined)(chunks(), 3);
  const copies = await Promise.all([open(), open()]);
  expect(copies.map(({ size }) => size)).toEqual([3, 3]);
  expect(written).toBe(3);
});
