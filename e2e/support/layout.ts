import { expect, type Locator, type Page } from '@playwright/test';
import { often } from './often';
import { sentence } from './texts';

type Noted = { readonly heights: string[] };

/**
 * Follows how high the player that opens next is, and its card, in px, with each picture of the screen.
 *
 * @returns waits until the player has everything, and says which heights they had, in order; one pair: nothing moved
 */
export async function followPlayer(page: Page): Promise<(card: Locator) => Promise<readonly string[]>> {
  const noted = await page.evaluateHandle((): Noted => {
    const heights: string[] = [];
    const inserted = new MutationObserver(() => {
      const player = document.querySelector('section:has(> div > video, > audio)');
      const card = player?.closest('article, section[aria-labelledby]');
      if (player == null || card == null) return;
      inserted.disconnect();
      // It is told between a layout and its painting.
      const sizes = new ResizeObserver(() => {
        const pair = [player, card].map((element) => element.getBoundingClientRect().height).join(' in ');
        if (heights.at(-1) !== pair) heights.push(pair);
      });
      for (const element of [player, card]) sizes.observe(element);
    });
    inserted.observe(document.body, { childList: true, subtree: true });
    return { heights };
  });
  return async (card) => {
    const hasFrame = (video: HTMLVideoElement) => video.readyState >= video.HAVE_CURRENT_DATA;
    await expect.poll(() => card.locator('video').evaluate(hasFrame), often).toBe(true);
    await expect(card.getByRole('img', { name: sentence('waveform') })).toBeVisible();
    return noted.evaluate(({ heights }) => heights);
  };
}
