import { browser } from './browser';

type Listener = (message: unknown, sender: Sender, respond: (response: unknown) => void) => true | undefined;

interface Sender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
}

/** `runtime.sendMessage` and `onMessage`, as the transport of `messaging/rpc`. */
export const runtimeTransport = {
  send: (message: unknown): Promise<unknown> => browser.runtime.sendMessage(message),

  listen(listener: Listener): void {
    browser.runtime.onMessage.addListener(
      listener as Parameters<typeof browser.runtime.onMessage.addListener>[0],
    );
  },

  /** One of our pages or our service worker: our id, and an address of our own origin. */
  isOurs(sender: Sender): boolean {
    return sender.id === browser.runtime.id && sender.url?.startsWith(browser.runtime.getURL('')) === true;
  },
};
