import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Moves the focus to the heading of the page; the page stays where it was scrolled to. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus({ preventScroll: true });
}

/**
 * Catches the focus in a region whose elements go away with what they have done: it moves to the region, which must have
 * a `tabIndex`, or to the heading of the page if the region is gone too. The page stays where it was scrolled to.
 */
export function useCaughtFocus(region: RefObject<HTMLElement | null>): void {
  const wasInside = region.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (!wasInside || document.activeElement !== document.body) return;
    if (region.current === null) focusHeading();
    else region.current.focus({ preventScroll: true });
  });
}
