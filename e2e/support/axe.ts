import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Without a page of its own for the results, which would replace the popup. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations: found } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

/**
 * Checks a page with axe: light by every rule, dark by those about colors, because nothing else differs.
 *
 * @param dark whether dark is checked too; by default, it is
 */
export async function expectAccessible(page: Page, where: string, { dark = true } = {}): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(await violations(page), `${where}, light`).toEqual([]);
  if (!dark) return;
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await violations(page, ['color-contrast', 'link-in-text-block']), `${where}, dark`).toEqual([]);
}
