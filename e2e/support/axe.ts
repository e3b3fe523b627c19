import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Language } from './language';

/** Without a page of its own for the results, which would replace the popup. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations: found } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

/** What {@link expectAccessible} checks of a page in that language: its colours are the same in every one. */
export function checkedAppearances(language: Language): 'light and dark' | 'light' {
  return language === 'en' ? 'light and dark' : 'light';
}

/** Checks a page with axe: light by every rule, dark by those about colours, for nothing else differs. */
export async function expectAccessible(page: Page, where: string, language: Language = 'en'): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(await violations(page), `${where}, light`).toEqual([]);
  if (checkedAppearances(language) === 'light') return;
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await violations(page, ['color-contrast', 'link-in-text-block']), `${where}, dark`).toEqual([]);
}
