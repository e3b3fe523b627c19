import { expect, it, vi } from 'vitest';

/** A browser that opens one offscreen document, and takes its time. */
const world = vi.hoisted(() => ({ documents: 0, opened: 0 }));
vi.mock('./browser', () => ({
  browser: {
    runtime: { getContexts: async () => Array.from({ length: world.documents }) },
    offscreen: {
      async createDocument() {
        world.opened += 1;
        await Promise.resolve();
        if (world.documents > 0) throw new Error('Only a single offscreen document may be created.');
        world.documents += 1;
      },
      async closeDocument() {
        world.documents = 0;
      },
    },
  },
}));

it('opens one recorder, however many want it at once, and another once it was closed', async () => {
  const { createOffscreenHost } = await import('./recorder-host');
  const host = createOffscreenHost();
  await Promise.all([host.ensure(), host.ensure(), host.ensure()]);
  await host.ensure();
  expect(world).toEqual({ documents: 1, opened: 1 });
  await host.close();
  expect(await host.exists()).toBe(false);
  await host.ensure();
  expect(world).toEqual({ documents: 1, opened: 2 });
});
