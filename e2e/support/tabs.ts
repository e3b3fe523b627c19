import { expect, type Page } from '@playwright/test';
import { captureSize, pictureBox, type Size } from '../../src/domain/picture-box';
import type { TestBrowser } from './browser';
import { often } from './often';

/** The extension's reference to a tab. */
export interface TabId {
  readonly id: number;
  readonly windowId: number;
}

/** The tab that is in front. */
export function frontTab(app: TestBrowser): Promise<TabId> {
  return app.probe.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true });
    if (tab?.id === undefined) throw new Error('No tab is in front');
    return { id: tab.id, windowId: tab.windowId };
  });
}

/** Sets the size of the tab's window, in CSS px. */
export async function resizeWindow(
  app: TestBrowser,
  tab: Page,
  width: number,
  height: number,
): Promise<void> {
  const session = await app.context.newCDPSession(tab);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
  await session.detach();
}

/** Sets the size of the tab's page, in CSS px, by the size of its window, and waits until it has it. */
export async function resizeTab(
  app: TestBrowser,
  tab: Page,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<void> {
  // The browser's bars may come or go meanwhile.
  await expect(async () => {
    const frame = await tab.evaluate(() => ({
      width: outerWidth - innerWidth,
      height: outerHeight - innerHeight,
    }));
    await resizeWindow(app, tab, width + frame.width, height + frame.height);
    const size = () => tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    await expect.poll(size, { timeout: 2000 }).toEqual({ width, height });
  }).toPass(often);
}

/** Waits until the page of a tab has another size than before an action. */
export async function untilResized(tab: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await tab.evaluate(() => `${innerWidth}x${innerHeight}`);
  await act();
  await tab.waitForFunction((old) => `${innerWidth}x${innerHeight}` !== old, before);
}

/** Sets the size of the tab's window, in CSS px, and waits until the page has another one. */
export async function changeSize(app: TestBrowser, tab: Page, width: number, height: number): Promise<void> {
  await untilResized(tab, () => resizeWindow(app, tab, width, height));
}

/**
 * Follows the `devicePixelRatio` of a page. @returns reads all that it has had since the last call, in order, the one of that
 * moment first
 */
export async function followPixelRatio(tab: Page): Promise<() => Promise<number[]>> {
  await tab.evaluate(() => {
    const seen = [devicePixelRatio];
    Object.assign(globalThis, { seenRatios: seen });
    addEventListener('resize', () => {
      if (seen.at(-1) !== devicePixelRatio) seen.push(devicePixelRatio);
    });
  });
  return () =>
    tab.evaluate(() => {
      const { seenRatios: seen } = globalThis as unknown as { seenRatios: number[] };
      const all = [...seen];
      seen.splice(0, seen.length - 1);
      return all;
    });
}

/** Sets the zoom of the tab in front, as a factor. */
export async function zoomTab(app: TestBrowser, factor: number): Promise<void> {
  await app.probe.evaluate(async (zoom) => {
    const [tab] = await chrome.tabs.query({ active: true });
    await chrome.tabs.setZoom(tab?.id as number, zoom);
  }, factor);
}

/**
 * The size that a recording of the tab in front must have, in px.
 *
 * @param ratio the display's physical px for each CSS px
 */
export async function recordedSize(app: TestBrowser, ratio = 1): Promise<Size> {
  const tab = await app.probe.evaluate(async () => {
    const [{ width = 0, height = 0 } = {}] = await chrome.tabs.query({ active: true });
    return { width, height };
  });
  const page = { width: Math.ceil(tab.width * ratio - 0.01), height: Math.ceil(tab.height * ratio - 0.01) };
  const { frame, crop } = captureSize(page, pictureBox('native', 'webm'));
  const { width, height } = crop ?? frame;
  expect(page.width - width, 'nearly the tab’s own').toBeLessThan(8);
  expect(page.height - height, 'nearly the tab’s own').toBeLessThan(8);
  return { width, height };
}
