import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { focusHeading } from '../ui/focus';

/**
 * Remembers where the focus is.
 *
 * @returns moves it back there, or to the top of the page if that element is gone
 */
export function rememberFocus(): () => void {
  const place = document.activeElement;
  return () =>
    void setTimeout(() => {
      // An element that took the focus meanwhile keeps it.
      if (document.activeElement !== document.body) return;
      if (place instanceof HTMLElement && place.isConnected) place.focus();
      else focusHeading();
    });
}

/** Keeps the focus on an element of a list that changes its place there: moving it takes the focus away. */
export function useKeptFocus(list: RefObject<HTMLElement | null>): void {
  const { activeElement } = document;
  useLayoutEffect(() => {
    if (!(activeElement instanceof HTMLElement) || document.activeElement !== document.body) return;
    if (list.current?.contains(activeElement)) activeElement.focus({ preventScroll: true });
  });
}
