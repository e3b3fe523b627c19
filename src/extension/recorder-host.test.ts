import { expect, it } from 'vitest';
import { createOffscreenHost, type OffscreenApi } from './recorder-host';

it('opens one recorder, however many want it at once, and another once it was closed', async () => {
  let documents = 0;
  let opened = 0;
  // Like the browser's, it is asynchronous and refuses a second document.
  const api = {
    runtime: { getContexts: async () => Array.from({ length: documents }) },
    offscreen: {
      async createDocument() {
        opened += 1;
        await Promise.resolve();
        if (documents > 0) throw new Error('Only a single offscreen document may be created.');
        documents += 1;
      },
      async closeDocument() {
        documents = 0;
      },
    },
  };
  const host = createOffscreenHost(api as unknown as OffscreenApi);
  await Promise.all([host.ensure(), host.ensure(), host.ensure()]);
  await host.ensure();
  expect([documents, opened]).toEqual([1, 1]);
  await host.close();
  expect(await host.exists()).toBe(false);
  await host.ensure();
  expect([documents, opened]).toEqual([1, 2]);
});
