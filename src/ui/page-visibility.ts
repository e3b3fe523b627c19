import { type ReadonlySignal, signal } from '@preact/signals';

/** Whether the person can see this page, as it changes. */
export function watchVisibility(): ReadonlySignal<boolean> {
  const visible = signal(!document.hidden);
  document.addEventListener('visibilitychange', () => {
    visible.value = !document.hidden;
  });
  return visible;
}
