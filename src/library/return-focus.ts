/** Remembers where the focus is; @returns puts it back, or at the top of the page where that place is gone. */
export function rememberFocus(): () => void {
  const place = document.activeElement;
  return () =>
    void setTimeout(() => {
      const target = place?.isConnected ? place : document.querySelector('h1');
      if (target instanceof HTMLElement) target.focus();
    });
}
