import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the keyboard usable when one view replaces another: a focus lost with the old view moves to the main button of
 * the new one, or to its first enabled field if that button is disabled.
 *
 * A popup that opens has the focus on its main button, unless that is Stop.
 *
 * @param ready whether a view is shown at all
 */
export function useMainFocus(ready: boolean, view: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const shown = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (!ready) return;
    const isOther = shown.current === undefined ? view === 'idle' : shown.current !== view;
    shown.current = view;
    // The focus of a removed element falls back to the body.
    if (!isOther || document.activeElement !== document.body) return;
    const { current } = main;
    const target = current?.querySelector('[data-main]:enabled') ?? current?.querySelector('input:enabled');
    if (target instanceof HTMLElement) target.focus();
  }, [ready, view]);
  return main;
}
