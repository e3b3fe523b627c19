import { expect, type Page } from '@playwright/test';

/** The width, in px, at which nothing may be cut off. */
export const narrow = { width: 320, height: 640 };

/** Expects that a page as wide as {@link narrow} needs no scrolling sideways, and cuts off no button. */
export async function expectFits(page: Page, where: string): Promise<void> {
  const seen = await page.evaluate((width) => {
    const isCut = (button: Element) =>
      button.checkVisibility() &&
      (button.scrollWidth > button.clientWidth || button.getBoundingClientRect().right > width);
    const cut = [...document.querySelectorAll('button')].filter(isCut);
    return { needed: document.documentElement.scrollWidth, cut: cut.map(({ textContent }) => textContent) };
  }, narrow.width);
  expect(seen.cut, `${where}: buttons that are cut off`).toEqual([]);
  expect(seen.needed, `${where}: px in width`).toBeLessThanOrEqual(narrow.width);
}
