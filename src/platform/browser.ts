/** The one way to the extension API. */
export { default as browser } from 'webextension-polyfill';
