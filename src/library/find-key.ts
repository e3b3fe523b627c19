import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Whether a key is that of "find", Ctrl+F or ⌘F: by the letter, or by its place where the layout has no Latin letters.
 */
export function isFindKey(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): boolean {
  const letter = event.key.toLowerCase();
  const isF = letter === 'f' || (event.code === 'KeyF' && !/^[a-z]$/.test(letter));
  return isF && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
}

/**
 * Makes Ctrl+F, or ⌘F, move to the search field: the browser's own search knows only the rows that are drawn. Pressed there
 * again, it opens the browser's.
 */
export function useFindKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      const { current } = field;
      if (!isFindKey(event) || current === null || document.activeElement === current) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      current.focus();
      current.select();
    };
    document.addEventListener('keydown', find);
    return () => document.removeEventListener('keydown', find);
  }, [field]);
}
