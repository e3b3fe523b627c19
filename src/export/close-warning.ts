import { effect, type ReadonlySignal } from '@preact/signals';

/** Lets the browser ask before the page closes, as long as that would lose something. */
export function warnBeforeClosing(isBusy: ReadonlySignal<boolean>): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  effect(() => {
    if (isBusy.value) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  });
}
