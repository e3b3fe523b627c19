import { rm, stat } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { FormatId } from '../../src/domain/format';
import type { launchBrowser, TestBrowser } from './browser';
import { stubSavePicker } from './export';
import { extensionUrl, pages } from './extension';
import { openLab } from './lab';
import { articles } from './library';
import { probeMedia } from './media-file';
import { paintNoise } from './noise';
import { memoryOf, typeOf } from './process-figures';
import { processesOf } from './processes';
import { onlyRecording, startRecording, stop, waitForSlices } from './session';

/** By how much a process of the browser grew at most, in bytes; one that started meanwhile counts as a whole. */
export interface Growth {
  readonly type: string;
  readonly bytes: number;
}

/** The cost of a download. */
export interface DownloadCost {
  /** Of the file, in bytes. */
  readonly fileBytes: number;
  readonly grown: readonly Growth[];
}

/** The library of a new browser, with a large recording in it. */
export interface LargeLibrary {
  readonly browser: TestBrowser;
  readonly library: Page;
  readonly article: Locator;
  readonly durationMs: number;
}

/** What {@link openLarge} makes. */
export interface Large {
  /** What is recorded. */
  readonly page: string;
  readonly bytes: number;
  /** The recording's, instead of the default. */
  readonly format?: FormatId;
  /** Whether the encoder spends every bit it may, as it does on a film. */
  readonly isNoisy?: boolean;
}

/**
 * Makes a recording of so many bytes, and opens it in the library of a new browser.
 *
 * @param launch launches the two browsers; the caller closes them
 */
export async function openLarge(
  launch: typeof launchBrowser,
  { page, bytes, format, isNoisy = false }: Large,
): Promise<LargeLibrary> {
  const first = await launch();
  const tab = await first.context.newPage();
  await tab.goto(page);
  if (isNoisy) await paintNoise(tab);
  await startRecording(first, tab, { timeslice: '1 s', ...(format && { format }) });
  await waitForSlices(first, 4);
  await stop(first);
  const { id: template } = await onlyRecording(first);
  const lab = await openLab(first.probe);
  const { durationMs } = await lab.run('writeSynthetic', { id: 'large', name: 'Large', template, bytes });
  await first.close();

  const browser = await launch({ profile: first.profile });
  const library = await browser.context.newPage();
  await stubSavePicker(library);
  await library.goto(extensionUrl(pages.library));
  const article = articles(library).filter({ hasText: 'Large' });
  await expect(article).toBeVisible();
  return { browser, library, article, durationMs };
}

/** Watches the memory of a browser during a task. */
export async function watchGrowth<T>(
  browser: TestBrowser,
  task: () => Promise<T>,
): Promise<{ readonly value: T; readonly grown: readonly Growth[] }> {
  const memory = () =>
    new Map(processesOf(browser).map((one) => [one.pid, { type: typeOf(one), bytes: memoryOf(one) }]));
  const before = memory();
  const most = new Map<number, Growth>();
  const sampling = setInterval(() => {
    for (const [pid, { type, bytes: now }] of memory()) {
      const grown = now - (before.get(pid)?.bytes ?? 0);
      if (grown > (most.get(pid)?.bytes ?? Number.NEGATIVE_INFINITY)) most.set(pid, { type, bytes: grown });
    }
  }, 250);
  try {
    return { value: await task(), grown: [...most.values()] };
  } finally {
    clearInterval(sampling);
  }
}

/** Makes a recording of so many bytes, and downloads it. */
export async function measureDownload(
  launch: typeof launchBrowser,
  page: string,
  bytes: number,
): Promise<DownloadCost> {
  const { browser, library, article, durationMs } = await openLarge(launch, { page, bytes });
  const { value: file, grown } = await watchGrowth(browser, async () => {
    const [download] = await Promise.all([
      library.waitForEvent('download', { timeout: 120_000 }),
      article.getByRole('button', { name: 'Download', exact: true }).click(),
    ]);
    return download.path();
  });
  const { size } = await stat(file);
  expect((await probeMedia(file)).duration, 'it knows its duration').toBeCloseTo(durationMs / 1000, -1);
  await rm(file);
  return { fileBytes: size, grown };
}
