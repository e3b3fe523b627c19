import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the keyboard at work when one view takes the place of another: a focus that went with the old
 * view moves to the new one's main button, or, where that can't be pressed, to its first field.
 *
 * @param ready whether a view is shown at all; the first one leaves the focus alone
 */
export function useMainFocus(ready: boolean, view: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const shown = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (!ready) return;
    const isOther = shown.current !== undefined && shown.current !== view;
    shown.current = view;
    // Of an element that is gone the focus falls back to the body.
    if (!isOther || document.activeElement !== document.body) return;
    const { current } = main;
    const target = current?.querySelector('[data-main]:enabled') ?? current?.querySelector('input:enabled');
    if (target instanceof HTMLElement) target.focus();
  }, [ready, view]);
  return main;
}
