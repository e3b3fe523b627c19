import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the focus in a part of the page where its last owner is gone, as a button is that was answered: it moves to
 * the next button or field of that part, or to its heading. A focus that the person took elsewhere stays there.
 *
 * @param key what is shown; the focus is looked after whenever it changes
 */
export function useKeptFocus(key: string): RefObject<HTMLLIElement | null> {
  const part = useRef<HTMLLIElement>(null);
  const wasInside = useRef(false);
  useEffect(() => {
    const notice = ({ target }: Event) => {
      wasInside.current = target instanceof Node && part.current?.contains(target) === true;
    };
    const ended = new AbortController();
    // A click beside everything gives the focus to nobody.
    for (const type of ['focusin', 'pointerdown'])
      document.addEventListener(type, notice, { signal: ended.signal });
    return () => ended.abort();
  }, []);
  useLayoutEffect(() => {
    // Of an element that is gone the focus falls back to the body.
    if (!wasInside.current || document.activeElement !== document.body) return;
    const { current } = part;
    const target = current?.querySelector(':is(button, select):enabled') ?? current?.querySelector('h2');
    if (target instanceof HTMLElement) target.focus();
  }, [key]);
  return part;
}
