import { rm, stat } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { launchBrowser } from './browser';
import { openLab } from './lab';
import { articles, openLibrary } from './library';
import { probeMedia } from './media-file';
import { memoryOf, typeOf } from './process-figures';
import { processesOf } from './processes';
import { onlyRecording, startRecording, stop, waitForSlices } from './session';

/** The cost of a download. */
export interface DownloadCost {
  /** Of the file, in bytes. */
  readonly fileBytes: number;
  /** By how much each process of the browser grew at most, in bytes; one that started meanwhile counts as a whole. */
  readonly grown: readonly { readonly type: string; readonly bytes: number }[];
}

/**
 * Makes a recording of so many bytes, and downloads it from the library of a new browser.
 *
 * @param launch launches the two browsers; the caller closes them
 */
export async function measureDownload(
  launch: typeof launchBrowser,
  page: string,
  bytes: number,
): Promise<DownloadCost> {
  const first = await launch();
  const tab = await first.context.newPage();
  await tab.goto(page);
  await startRecording(first, tab, { timeslice: '1 s' });
  await waitForSlices(first, 4);
  await stop(first);
  const { id: template } = await onlyRecording(first);
  const lab = await openLab(first.probe);
  const { durationMs } = await lab.run('writeSynthetic', { id: 'large', name: 'Large', template, bytes });
  await first.close();

  const browser = await launch({ profile: first.profile });
  const library = await openLibrary(browser);
  const article = articles(library).filter({ hasText: 'Large' });
  await expect(article).toBeVisible();
  const memory = () =>
    new Map(processesOf(browser).map((one) => [one.pid, { type: typeOf(one), bytes: memoryOf(one) }]));
  const before = memory();
  const most = new Map<number, { readonly type: string; readonly bytes: number }>();
  const sampling = setInterval(() => {
    for (const [pid, { type, bytes: now }] of memory()) {
      const grown = now - (before.get(pid)?.bytes ?? 0);
      if (grown > (most.get(pid)?.bytes ?? Number.NEGATIVE_INFINITY)) most.set(pid, { type, bytes: grown });
    }
  }, 250);
  try {
    const [download] = await Promise.all([
      library.waitForEvent('download', { timeout: 120_000 }),
      article.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    const file = await download.path();
    clearInterval(sampling);
    const { size } = await stat(file);
    expect((await probeMedia(file)).duration, 'it knows its duration').toBeCloseTo(durationMs / 1000, -1);
    await rm(file);
    return { fileBytes: size, grown: [...most.values()] };
  } finally {
    clearInterval(sampling);
  }
}
