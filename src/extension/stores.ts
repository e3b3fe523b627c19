import { browser } from './browser';
import { createLastingStore, createSessionStore, type LastingStore, type SessionStore } from './store';

/** What is remembered until the browser ends: `storage.session`. */
export const sessionStore: SessionStore = createSessionStore(browser.storage.session);

/** What is remembered for good, on this device: `storage.local`. */
export const lastingStore: LastingStore = createLastingStore(browser.storage.local);
