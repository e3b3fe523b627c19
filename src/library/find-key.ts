import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Makes Ctrl+F, or ⌘F, move to the search field: the browser's own search knows only the rows that are drawn. Pressed there
 * again, it opens the browser's.
 */
export function useFindKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      const { current } = field;
      const isFind =
        event.code === 'KeyF' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!isFind || current === null || document.activeElement === current) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      current.focus();
      current.select();
    };
    document.addEventListener('keydown', find);
    return () => document.removeEventListener('keydown', find);
  }, [field]);
}
