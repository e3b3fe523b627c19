import { expect, it } from 'vitest';
import { spaceUse } from './quota';

it('is what a browser estimates that counts what each part takes', async () => {
  const estimate = { quota: 1000, usage: 300, usageDetails: { indexedDB: 300 } };
  expect(await spaceUse({ estimate: async () => estimate })).toEqual({ usedBytes: 300, freeBytes: 700 });
});

it('is unknown if a browser states a share of the disk as its quota', async () => {
  const estimate = { quota: 1000, usage: 300 };
  await expect(spaceUse({ estimate: async () => estimate })).rejects.toThrow(TypeError);
});
