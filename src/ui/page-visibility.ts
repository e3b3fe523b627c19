import { type ReadonlySignal, signal } from '@preact/signals';

/** Whether this page is visible, kept up to date. */
export function watchVisibility(): ReadonlySignal<boolean> {
  const visible = signal(!document.hidden);
  document.addEventListener('visibilitychange', () => {
    visible.value = !document.hidden;
  });
  return visible;
}
