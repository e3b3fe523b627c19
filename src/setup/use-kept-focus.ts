import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the focus within an item when the focused element goes, such as a button once it was answered: it moves to the
 * next button or select of the item, or else to its heading. A focus that the user moved elsewhere stays there.
 *
 * @param key identifies the content; the focus is checked whenever it changes
 */
export function useKeptFocus(key: string): RefObject<HTMLLIElement | null> {
  const item = useRef<HTMLLIElement>(null);
  const wasInside = useRef(false);
  useEffect(() => {
    const notice = ({ target }: Event) => {
      wasInside.current = target instanceof Node && item.current?.contains(target) === true;
    };
    const ended = new AbortController();
    // A click on the background focuses nothing.
    for (const type of ['focusin', 'pointerdown'])
      document.addEventListener(type, notice, { signal: ended.signal });
    return () => ended.abort();
  }, []);
  useLayoutEffect(() => {
    // The focus of a removed element falls back to the body.
    if (!wasInside.current || document.activeElement !== document.body) return;
    const { current } = item;
    const target = current?.querySelector(':is(button, select):enabled') ?? current?.querySelector('h2');
    if (target instanceof HTMLElement) target.focus();
  }, [key]);
  return item;
}
