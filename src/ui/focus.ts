import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Moves the focus to the heading of the page, or of the modal dialog that is open over it; the page stays where it was
 * scrolled to.
 */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('dialog:modal h2') ?? document.querySelector('h1');
  heading?.focus({ preventScroll: true });
}

/**
 * Catches the focus in a region whose elements go away with what they have done: it moves to the region, which must have
 * a `tabIndex`, or to the heading if the region is gone too. The page stays where it was scrolled to.
 */
export function useCaughtFocus(region: RefObject<HTMLElement | null>): void {
  const wasInside = region.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (!wasInside || document.activeElement !== document.body) return;
    if (region.current === null) focusHeading();
    else region.current.focus({ preventScroll: true });
  });
}
