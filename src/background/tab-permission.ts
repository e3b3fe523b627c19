import { ok, type Result, toFailure } from '../domain/failure';
import { createMutex } from '../messaging/mutex';
import type { ControllerDeps, ReadyTab } from './deps';
import { isLookGone } from './tab-look';

/** How long the button waits for that click, in ms. */
export const readyMs = 60_000;

/** The permission to capture tabs, as the browser grants it: by a dialog that closes the popup. */
export interface TabPermission {
  request(): Promise<Result<boolean>>;
  /**
   * The user has allowed it: forgets an earlier refusal, and remembers that the tab in front waits for one more click,
   * which the browser requires. The setup page in front says itself what to do.
   */
  allowed(): Promise<void>;
  /** The tab that waits, if there is one. */
  ready(): Promise<ReadyTab | undefined>;
  /** The button was clicked on that tab. @returns whether it has been waiting for that, and waits no more */
  take(tabId: number): Promise<boolean>;
  /**
   * No tab waits any more.
   *
   * @param only if that is still the one: the user may have allowed it again
   */
  forgetReady(only?: ReadyTab): Promise<void>;
  /** Forgets the tab if the user has left it, which a service worker that was dead meanwhile has not seen. */
  review(): Promise<void>;
}

/** Remembers what the user answered until the browser ends. */
export function createTabPermission({
  tabCapture,
  store,
  openPopup,
  isLookDropped,
  isSetupInFront,
}: Pick<
  ControllerDeps,
  'tabCapture' | 'store' | 'openPopup' | 'isLookDropped' | 'isSetupInFront'
>): TabPermission {
  /** Of two clicks at once, only one takes it; and what ends one waiting doesn't end the next. */
  const inTurn = createMutex();
  const ready = async () => {
    const stored = await store.get('ready');
    if (stored === undefined || Date.now() - stored.at >= readyMs) return undefined;
    // The user may have revoked the permission since.
    return (await tabCapture.isAllowed()) ? stored : undefined;
  };

  const forget = async (only?: ReadyTab) => {
    const stored = await store.get('ready');
    if (only === undefined || stored?.at === only.at) await store.forget('ready');
  };

  /** Whether the user has come back from another tab, which a service worker that was dead meanwhile has not seen. */
  const hasComeBack = async ({ tabId, at }: ReadyTab) => {
    const { activatedAt = 0 } = await tabCapture.read(tabId);
    return activatedAt > at;
  };

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
    allowed: () =>
      inTurn(async () => {
        await store.forget('tabCaptureDenied');
        const [isSetup, tabId] = await Promise.all([isSetupInFront(), tabCapture.front()]);
        if (!isSetup && tabId !== undefined) await store.set('ready', { tabId, at: Date.now() });
      }),
    ready,
    take: (tabId) =>
      inTurn(async () => {
        const known = await ready();
        await store.forget('ready');
        return known?.tabId === tabId && !(await hasComeBack(known));
      }),
    forgetReady: (only) => inTurn(() => forget(only)),
    review: () =>
      inTurn(async () => {
        const known = await ready();
        if (known === undefined) return;
        const isLeft =
          (await tabCapture.front()) !== known.tabId ||
          (await hasComeBack(known)) ||
          (await isLookGone(known, { store, isLookDropped }));
        if (isLeft) await forget(known);
      }),
  };
}
