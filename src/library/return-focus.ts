/** Remembers where the focus is; @returns puts it back, or at the top of the page where that place is gone. */
export function rememberFocus(): () => void {
  const place = document.activeElement;
  return () =>
    void setTimeout(() => {
      // What took the focus meanwhile keeps it.
      if (document.activeElement !== document.body) return;
      if (place instanceof HTMLElement && place.isConnected) place.focus();
      else focusHeading();
    });
}

/** Puts the focus at the top of the page. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus();
}
