import { describe, expect, it, vi } from 'vitest';
import { createOffscreenHost, createWindowHost, type OffscreenApi, type WindowApi } from './recorder-host';

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

describe('a recorder in a window', () => {
  /** @param deaf how often the page doesn't answer yet */
  function setUp(deaf = 0) {
    const windows: number[] = [];
    let opened = 0;
    let left = deaf;
    const api = {
      runtime: {
        getURL: (path: string) => `moz-extension://id/${path}`,
        getContexts: async ({ documentUrls }: { documentUrls: string[] }) => {
          expect(documentUrls).toEqual(['moz-extension://id/src/recorder-window/recorder-window.html']);
          return windows.map((windowId) => ({ windowId }));
        },
      },
      windows: {
        async create() {
          opened += 1;
          await Promise.resolve();
          windows.push(opened);
        },
        async remove(id: number) {
          windows.splice(windows.indexOf(id), 1);
        },
      },
    };
    const answers = vi.fn(async () => {
      left -= 1;
      return windows.length > 0 && left < 0;
    });
    const wait = vi.fn(async () => undefined);
    const host = createWindowHost(api as unknown as WindowApi, answers, wait);
    return { host, wait, windows, opened: () => opened };
  }

  it('is opened once, however many want it at once, and again once it was closed', async () => {
    const { host, windows, opened } = setUp();
    expect(await host.exists()).toBe(false);
    await Promise.all([host.ensure(), host.ensure()]);
    await host.ensure();
    expect([windows.length, opened()]).toEqual([1, 1]);
    expect(await host.exists()).toBe(true);
    await host.close();
    expect(await host.exists()).toBe(false);
    await host.ensure();
    expect([windows.length, opened()]).toEqual([1, 2]);
  });

  it('is open once its page answers', async () => {
    const { host, wait } = setUp(3);
    await host.ensure();
    expect(wait).toHaveBeenCalledTimes(3);
  });

  it('that never answers fails the start', async () => {
    const { host } = setUp(Number.POSITIVE_INFINITY);
    await expect(host.ensure()).rejects.toThrow('doesn’t answer');
  });
});
