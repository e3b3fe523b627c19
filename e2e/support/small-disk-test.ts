import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { launchBrowser, type TestBrowser } from './browser';
import { distFolder } from './extension';
import { smallWindow } from './fault-report';
import { createProfile } from './profile';
import { untilSnapshot } from './session';
import { mountSmallDisk, type SmallDisk } from './small-disk';
import { test as base } from './test';

/** A test with a disk of 600 MB, unmounted also after a test that took too long. */
export const test = base.extend<{ disk: SmallDisk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for one
  disk: async ({}, use) => {
    const disk = await mountSmallDisk(600);
    await use(disk);
    await disk.remove();
  },
});

/** A browser whose profile is on its own disk, with a tab that shows the page. */
export async function onSmallDisk(
  disk: SmallDisk,
  page: string,
  args: readonly string[],
  act: (app: TestBrowser, tab: Page) => Promise<void>,
): Promise<void> {
  const profile = await createProfile({ extension: distFolder, permitted: true, parent: disk.folder });
  const app = await launchBrowser({ profile, args, ...smallWindow });
  try {
    const tab = await app.context.newPage();
    await tab.goto(page);
    await act(app, tab);
  } finally {
    await app.close();
  }
}

/**
 * Waits until the recorder has seen that less is free, in bytes. It looks again in 2 s: not while a test fills the rest at
 * once.
 */
export async function untilSeenBelow(app: TestBrowser, bytes: number): Promise<void> {
  await untilSnapshot(
    app,
    ({ progress }, most: number) => {
      const { freeBytes } = progress?.disk ?? {};
      return freeBytes !== undefined && freeBytes < most;
    },
    bytes,
  );
}

/** How many fillers were written. */
let fillers = 0;

/**
 * Writes a file of that many bytes, or of as many as fit.
 *
 * @returns deletes it again
 */
export async function fill({ folder }: SmallDisk, bytes: number): Promise<() => Promise<void>> {
  fillers += 1;
  const name = join(folder, `filler-${fillers}`);
  const file = await open(name, 'w');
  const zeros = Buffer.alloc(2 ** 20);
  try {
    for (let at = 0; at < bytes; at += zeros.length)
      await file.write(zeros, 0, Math.min(zeros.length, bytes - at));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
  return () => rm(name);
}
