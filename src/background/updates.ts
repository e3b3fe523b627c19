import type { ControllerDeps } from './deps';

/** A new version of Timeslice, which is installed once it disturbs nobody. */
export interface Updates {
  /** The browser has one, and waits for us to install it. */
  remember(): Promise<void>;
  /**
   * Installs it, if there is one and no page of ours is open. Otherwise the next start of the worker tries again, or the
   * browser installs it at its own next start.
   */
  installIfPossible(): Promise<void>;
}

/** Remembers it as long as the browser does. */
export function createUpdates({ store, update }: Pick<ControllerDeps, 'store' | 'update'>): Updates {
  return {
    remember: () => store.set('update', true),
    async installIfPossible() {
      if (!(await store.get('update')) || !(await update.isPossible())) return;
      await store.forget('update');
      update.install();
    },
  };
}
