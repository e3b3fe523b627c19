import { ok, type Result, toFailure } from '../domain/failure';
import type { ControllerDeps } from './deps';

/** The permission to capture tabs, as the browser grants it: by a dialog that closes the popup. */
export interface TabPermission {
  request(): Promise<Result<boolean>>;
  /**
   * The user has allowed it: forgets an earlier refusal, and remembers that the tab in front waits for one more click.
   *
   * @returns whether the popup should say so; the setup page in front says it itself
   */
  allowed(): Promise<boolean>;
  /** Whether it was just allowed, and the next click on the button can start. */
  isReady(): Promise<boolean>;
}

/** Remembers what the user answered until the browser ends. */
export function createTabPermission({
  tabCapture,
  store,
  openPopup,
  isSetupInFront,
}: Pick<ControllerDeps, 'tabCapture' | 'store' | 'openPopup' | 'isSetupInFront'>): TabPermission {
  return {
    /** Awaits nothing before `request()`: the browser asks only within the user's own gesture. */
    async request() {
      try {
        const isAllowed = await tabCapture.request();
        if (!isAllowed) {
          await store.set('tabCaptureDenied', true);
          await openPopup();
        }
        return ok(isAllowed);
      } catch (error) {
        return { ok: false, failure: toFailure(error) };
      }
    },
    async allowed() {
      await store.forget('tabCaptureDenied');
      if (await isSetupInFront()) return false;
      await store.set('ready', true);
      return true;
    },
    /** The user may have revoked the permission since. */
    isReady: async () => (await store.get('ready')) && tabCapture.isAllowed(),
  };
}
