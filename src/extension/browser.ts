import polyfill, { type Runtime } from 'webextension-polyfill';

/** Chromium's own parts of the extension API, which the polyfill passes through untouched. Firefox lacks the first two. */
type Chromium = Partial<Pick<typeof chrome, 'offscreen'>> &
  Pick<typeof chrome, 'tabCapture'> & {
    readonly runtime: Runtime.Static & Pick<typeof chrome.runtime, 'getContexts'>;
  };

/** The one way to the extension API. */
export const browser = polyfill as typeof polyfill & Chromium;
