import { browser } from './browser';
import {
  createStore,
  type LastingStore,
  lastingKeys,
  lastingParsers,
  type SessionStore,
  sessionParsers,
} from './store';

/** What is remembered until the browser ends: `storage.session`. */
export const sessionStore: SessionStore = createStore(browser.storage.session, sessionParsers);

/** What is remembered for good, on this device: `storage.local`. */
export const lastingStore: LastingStore = createStore(browser.storage.local, lastingParsers, lastingKeys);
